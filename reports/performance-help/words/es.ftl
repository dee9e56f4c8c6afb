report-performance-help-title = Ayuda con los problemas
report-performance-help-question = ¿En qué problemas miran pistas los estudiantes o se les muestra la respuesta?
report-performance-help-section-1-title = Pistas y respuestas mostradas
report-performance-help-section-1-help = Estudiantes que intentaron cada problema, que pidieron una pista, que recibieron una con una corrección y a quienes se mostró la respuesta, en el orden del curso. Los porcentajes son de quienes vieron la respuesta. El gráfico muestra las pistas pedidas y las respuestas mostradas.
report-performance-help-about =
    Tres clases de ayuda se separan de los intentos y entre sí. Una **pista** es la que pidió un estudiante. La **retroalimentación** es una pista que el equipo del curso escribió para ciertas respuestas: llega sola con la corrección de una respuesta. **La respuesta** se muestra donde el problema lo permite y el estudiante la pide.

    Tuvo la respuesta **antes de acertar** quien la vio antes de su primer intento correcto, y **sin acertar** quien la vio y no tiene ningún intento correcto, ya fueran incorrectos los intentos o no hubiera ninguno. Los intentos son los del informe sobre primeros intentos. Quien recibió ayuda no tiene por qué haber intentado el problema, y cuentan todas las personas, inscritas o no.
