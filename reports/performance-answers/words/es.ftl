report-performance-answers-title = Respuestas a problemas
report-performance-answers-question = ¿Qué respuestas dieron los estudiantes, al principio y al final?
report-performance-answers-section-1-title = Respuestas a problemas
report-performance-answers-section-1-help = Una fila por cada parte de un problema. Cada estudiante cuenta una vez, con su primera y con su última respuesta.
