report-learners-time_on_task-title = Tiempo dedicado por estudiante
report-learners-time_on_task-question = ¿Cuánto tiempo ha pasado cada estudiante en el curso y en qué?
report-learners-time_on_task-section-1-title = Tiempo de cada estudiante
report-learners-time_on_task-section-1-help = Cuenta el tiempo hasta el siguiente evento del estudiante, salvo que falte más de media hora.
