report-engagement-time_on_task-title = Tiempo dedicado
report-engagement-time_on_task-question = ¿Cuánto tiempo pasan las personas en el curso y en qué?
report-engagement-time_on_task-section-1-title = Tiempo hasta ahora
report-engagement-time_on_task-section-1-help = En todo el tiempo, por tipo de actividad; debajo: cuántas personas dedicaron cuánto.
report-engagement-time_on_task-section-2-title = Horas por día
report-engagement-time_on_task-section-2-help = Horas de todas las personas juntas. Cuenta el tiempo hasta el siguiente evento, salvo que falte más de media hora.
report-engagement-time_on_task-about =
    Los registros dicen cuándo hicieron algo las personas, no cuánto tiempo estuvieron sentadas ahí. El tiempo desde un evento de una persona hasta el siguiente cuenta para aquello de lo que trataba el primero, salvo que el siguiente esté más lejos que la *pausa máxima* (30 minutos): entonces se entiende que la persona se fue, y cuenta un *resto* (un minuto). Así, una página que se lee durante más tiempo que la pausa máxima cuenta como un minuto, y una página que se queda abierta no cuenta más.

    El tiempo en otro curso, o fuera de todos, cuenta para eso y no aquí. Lo que la plataforma hace por sí misma (inscripciones, notas, certificados, trabajo en segundo plano) no es actividad.
