report-performance-graded-title = Contenido evaluable
report-performance-graded-question = ¿Cómo les va a los estudiantes con las tareas evaluables?
report-performance-graded-page-3-title = Respuestas al problema
report-performance-graded-section-1-title = Política de calificación
report-performance-graded-section-1-help = Tipos de tareas, tan anchos como pesan en la nota; los muy ligeros se dibujan algo más anchos para que se puedan pulsar.
report-performance-graded-section-2-title = Respuestas por tarea
report-performance-graded-section-2-help = Medias de los problemas de cada tarea: estudiantes cuya última respuesta fue correcta y los demás.
report-performance-graded-section-3-title = Respuestas a problemas
report-performance-graded-section-3-help = Estudiantes según su última respuesta.
report-performance-graded-section-4-title = Número de respuestas
report-performance-graded-section-4-help = Estudiantes según su última respuesta. Se dibujan las doce respuestas más frecuentes.
report-performance-graded-about =
    Problemas que cuentan para la nota, por tipo de tarea, tarea y problema.

    - Cada estudiante cuenta una vez por problema, con la **última** respuesta. De un problema de varias partes cuenta la media de sus partes.
    - **Correctas**: así se juzgó la última respuesta; la puntuación parcial cuenta como correcta.
    - Las **medias** dividen entre todos los problemas de una tarea, también entre los que nadie ha respondido todavía; al lado está cuántos se respondieron.
    - El **peso** de un tipo es lo que dice la política de calificación del curso.
    - Un problema es evaluable cuando lo dice su propia marca; la práctica dentro de una subsección evaluable se muestra con los problemas no evaluables.
