report-performance-first_try-title = Primeros intentos
report-performance-first_try-question = ¿Qué problemas aciertan los estudiantes a la primera y cuáles requieren muchos intentos?
report-performance-first_try-section-1-title = Todos los problemas
report-performance-first_try-section-1-help = Sobre todos los problemas del curso: estudiantes y problemas, con qué frecuencia se acertó al primer intento y los intentos por cada problema intentado.
report-performance-first_try-section-2-title = Correcto al primer intento
report-performance-first_try-section-2-help = Proporción de estudiantes que acertaron al primer intento, entre quienes lo intentaron, por problema en el orden del curso. Las medias son intentos por estudiante; los intentos hasta acertar son de quienes acertaron.
