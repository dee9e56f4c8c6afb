report-engagement-learner_groups-title = Grupos de estudiantes
report-engagement-learner_groups-question = ¿Cuántas personas están activas, han aprobado o podrían estar a punto de abandonar?
report-engagement-learner_groups-section-1-title = De un vistazo
report-engagement-learner_groups-section-1-help = Todas las personas inscritas, cada una en un grupo.
report-engagement-learner_groups-section-2-title = Dónde se encuentra cada cual
report-engagement-learner_groups-section-2-help = Todas las personas inscritas, cada una en un grupo. En riesgo: la última visita fue hace siete días o más (un ajuste), el curso está en marcha y sin aprobar, y se hizo más que abrir su inicio.
report-engagement-learner_groups-about =
    Toda persona inscrita al final del último día completo está en exactamente un grupo, el primero que le corresponde:

    - **Aprobados**: el LMS tiene una calificación en letra y una fecha en la que la persona aprobó.
    - **Activos**: estuvieron aquí hace menos de siete días (un ajuste), contados hacia atrás desde el último día completo. Quien estuvo activo hace 60 días y de nuevo hoy está activo.
    - **En riesgo**: estuvieron aquí por última vez hace siete días o más, con el curso en marcha, e hicieron más que abrir su inicio: llegaron a una sección o página, reprodujeron un vídeo, enviaron una respuesta o escribieron en los foros.
    - **Otros**: los demás. No vinieron nunca, no vieron más que el inicio del curso, o el curso no está en marcha.

    Un curso va desde su inicio hasta su fin según el catálogo o la lista de cursos; una fecha que no se conoce no pone ningún límite.
