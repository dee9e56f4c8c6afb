report-performance-first_try-title = Primeros intentos
report-performance-first_try-question = ¿Qué problemas aciertan los estudiantes a la primera y cuáles requieren muchos intentos?
report-performance-first_try-section-1-title = Todos los problemas
report-performance-first_try-section-1-help = Sobre todos los problemas del curso: estudiantes y problemas, con qué frecuencia se acertó al primer intento y los intentos por cada problema intentado.
report-performance-first_try-section-2-title = Correcto al primer intento
report-performance-first_try-section-2-help = Proporción de estudiantes que acertaron al primer intento, entre quienes lo intentaron, por problema en el orden del curso. Las medias son intentos por estudiante; los intentos hasta acertar son de quienes acertaron.
report-performance-first_try-about =
    Un **intento** es una respuesta calificada a un problema que se juzgó correcta o incorrecta. El **primer intento** de un estudiante es el más antiguo que se conoce, según la hora del evento, sea lo que sea lo que vino después. *Correcto al primer intento* es la proporción de estudiantes cuyo primer intento fue correcto entre todos los que intentaron el problema: de diez estudiantes de los que cinco acertaron enseguida, es el 50 %.

    Los **intentos hasta acertar** cuentan solo a los estudiantes que acertaron el problema, hasta su primer intento correcto, este incluido. Un problema de varias partes es correcto cuando lo son todas.
