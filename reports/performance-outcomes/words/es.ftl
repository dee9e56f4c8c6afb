report-performance-outcomes-title = Resultados de aprendizaje
report-performance-outcomes-question = ¿Cómo les va a los estudiantes con los problemas de cada etiqueta?
report-performance-outcomes-section-1-title = Desglose de resultados
report-performance-outcomes-section-1-help = Todas las respuestas a problemas con la etiqueta, no solo la última de cada estudiante.
