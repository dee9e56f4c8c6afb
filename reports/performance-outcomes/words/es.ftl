report-performance-outcomes-title = Resultados de aprendizaje
report-performance-outcomes-question = ¿Cómo les va a los estudiantes con cada resultado de aprendizaje?
report-performance-outcomes-page-2-title = Respuestas al problema
report-performance-outcomes-page-3-title = Respuestas al problema
report-performance-outcomes-section-1-title = Respuestas por resultado
report-performance-outcomes-section-1-help = Medias de los problemas de cada resultado de aprendizaje. Cuentan todas las respuestas de todos los estudiantes, no solo la última de cada uno.
report-performance-outcomes-section-2-title = Todas las etiquetas
report-performance-outcomes-section-2-help = Todas las respuestas a problemas con la etiqueta, no solo la última de cada estudiante.
report-performance-outcomes-section-3-title = Respuestas a problemas
report-performance-outcomes-section-3-help = Todas las respuestas a problemas con este resultado, no solo la última de cada estudiante.
report-performance-outcomes-section-4-title = Número de respuestas
report-performance-outcomes-section-4-help = Estudiantes según su última respuesta. Se dibujan las doce respuestas más frecuentes.
report-performance-outcomes-section-5-title = Número de respuestas
report-performance-outcomes-section-5-help = Estudiantes según su última respuesta. Se dibujan las doce respuestas más frecuentes.
report-performance-outcomes-about =
    Todas las respuestas de todos los estudiantes a problemas que llevan etiquetas de contenido, por etiqueta. Las etiquetas de un problema son las de su respuesta más reciente, y todas sus respuestas cuentan para ellas, tuviera las etiquetas que tuviera antes.

    - Un problema cuya respuesta más reciente no tiene etiquetas se omite.
    - Una respuesta es **correcta** cuando el problema entero es correcto.
    - Un **resultado de aprendizaje** es un valor de la etiqueta `learning_outcome`; un problema con dos de ellos cuenta para ambos. Otras etiquetas, como `difficulty`, solo describen.
    - Estas cifras contienen todas las respuestas de todos los estudiantes, a diferencia de las de los problemas evaluables y no evaluables, donde cuenta la última.
