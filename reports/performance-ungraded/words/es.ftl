report-performance-ungraded-title = Problemas no evaluables
report-performance-ungraded-question = ¿Cómo les va a los estudiantes con los problemas de práctica?
report-performance-ungraded-page-3-title = Respuestas al problema
report-performance-ungraded-section-1-title = Respuestas por sección
report-performance-ungraded-section-1-help = Medias de los problemas de cada sección: estudiantes cuya última respuesta fue correcta y los demás.
report-performance-ungraded-section-2-title = Respuestas por subsección
report-performance-ungraded-section-2-help = Medias de los problemas de cada subsección: estudiantes cuya última respuesta fue correcta y los demás.
report-performance-ungraded-section-3-title = Respuestas a problemas
report-performance-ungraded-section-3-help = Estudiantes según su última respuesta.
report-performance-ungraded-section-4-title = Número de respuestas
report-performance-ungraded-section-4-help = Estudiantes según su última respuesta. Se dibujan las doce respuestas más frecuentes.
report-performance-ungraded-about =
    Problemas que no cuentan para la nota, por sección, subsección y problema.

    - Cada estudiante cuenta una vez por problema, con la **última** respuesta. De un problema de varias partes cuenta la media de sus partes.
    - **Correctas**: así se juzgó la última respuesta; la puntuación parcial cuenta como correcta.
    - Las **medias** dividen entre todos los problemas de una sección, también entre los que nadie ha respondido todavía; al lado está cuántos se respondieron.
    - Los problemas que se respondieron pero ya no están en el curso van aparte, para que su historial no se pierda.
