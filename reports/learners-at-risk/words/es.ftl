report-learners-at_risk-title = Estudiantes en riesgo
report-learners-at_risk-question = ¿Quién podría estar a punto de abandonar y por qué?
report-learners-at_risk-section-1-title = Estudiantes en riesgo
report-learners-at_risk-section-1-help = Personas inscritas que no han aprobado, hicieron más que abrir el inicio del curso y faltan desde hace siete días o más (un ajuste), con el curso en marcha. La puntuación suma uno o más puntos por cada motivo indicado. Los correos están en la descarga.
report-learners-at_risk-section-1-none = Nadie en este curso está en riesgo.
report-learners-at_risk-about =
    Personas que están inscritas, no han aprobado, hicieron más que abrir el inicio del curso y estuvieron aquí por última vez hace siete días o más (un ajuste del informe sobre grupos de estudiantes) con el curso en marcha.

    La **puntuación** suma puntos, cada uno con su motivo (las páginas lo dicen con palabras; las tablas y descargas tienen los códigos entre paréntesis):

    - (`away`) última visita hace tantos días: un punto; dos a partir del doble y tres a partir del cuádruple de los días tras los que una persona se considera ausente;
    - (`deadline`) el curso termina dentro de 28 días: un punto; dentro de 7 días, dos;
    - (`activity`) en los últimos 28 días, activo menos de la mitad de días que en los 28 anteriores: uno;
    - (`trend`) de al menos tres respuestas en los últimos 28 días, una proporción de correctas inferior a la de antes en al menos una quinta parte de todas las respuestas: uno;
    - (`answers`) menos de la mitad de al menos cinco respuestas correctas: uno;
    - (`grade`) una nota inferior al 50 %: uno.

    La puntuación ordena la lista. No es una probabilidad.
