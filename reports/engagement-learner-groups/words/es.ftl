report-engagement-learner_groups-title = Grupos de estudiantes
report-engagement-learner_groups-question = ¿Cuántas personas están activas, han aprobado o podrían estar a punto de abandonar?
report-engagement-learner_groups-section-1-title = De un vistazo
report-engagement-learner_groups-section-1-help = Todas las personas inscritas, cada una en un grupo.
report-engagement-learner_groups-section-2-title = Dónde se encuentra cada cual
report-engagement-learner_groups-section-2-help = Todas las personas inscritas, cada una en un grupo. En riesgo: la última visita fue hace siete días o más (un ajuste), el curso está en marcha y sin aprobar, y se hizo más que abrir su inicio.
