report-learners-time_on_task-title = Tiempo dedicado por estudiante
report-learners-time_on_task-question = ¿Cuánto tiempo ha pasado cada estudiante en el curso y en qué?
report-learners-time_on_task-section-1-title = Tiempo de cada estudiante
report-learners-time_on_task-section-1-help = Cuenta el tiempo hasta el siguiente evento del estudiante, salvo que falte más de media hora.
report-learners-time_on_task-about =
    El tiempo dedicado de cada estudiante en todo el período, calculado como en `engagement.time_on_task`. Los *días* son aquellos con alguna actividad en el curso. Un estudiante que la copia más reciente del LMS no conoce no tiene aquí nombre, solo un número.
