report-learners-detail-title = Detalles del estudiante
report-learners-detail-question = ¿Qué hizo una persona en el curso, día a día?
report-learners-detail-section-1-title = Estudiante
report-learners-detail-section-1-help = Quién es, según la lista de estudiantes.
report-learners-detail-section-2-title = Actividad diaria
report-learners-detail-section-2-help = Desde el primer día con actividad hasta el último día completo. Elija una persona en la lista o indique un nombre de usuario arriba.
report-learners-detail-section-3-title = Actividad a lo largo del tiempo
report-learners-detail-section-3-help = Las mismas cifras por día.
report-learners-detail-about =
    Lo que hizo cada persona cada día con las partes del curso:

    - **Problemas intentados** y **problemas correctos**: problemas distintos que se enviaron al servidor y, de ellos, los que tuvieron una respuesta correcta ese día.
    - **Vídeos vistos**: vídeos distintos que se reprodujeron.
    - **Aportaciones al foro**: hilos, respuestas y comentarios.

    Se reconoce a las personas por el nombre de usuario de los eventos. Quien no lo tiene no cuenta, salvo que se elija un nombre propio para ellos (`store_anonymous_username`): entonces todos son una sola persona.
