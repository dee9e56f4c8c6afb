report-engagement-time_on_task-title = Tiempo dedicado
report-engagement-time_on_task-question = ¿Cuánto tiempo pasan las personas en el curso y en qué?
report-engagement-time_on_task-section-1-title = Tiempo hasta ahora
report-engagement-time_on_task-section-1-help = En todo el tiempo, por tipo de actividad; debajo: cuántas personas dedicaron cuánto.
report-engagement-time_on_task-section-2-title = Horas por día
report-engagement-time_on_task-section-2-help = Horas de todas las personas juntas. Cuenta el tiempo hasta el siguiente evento, salvo que falte más de media hora.
