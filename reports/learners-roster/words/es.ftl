report-learners-roster-title = Estudiantes
report-learners-roster-question = ¿Quién está en el curso, quién participa y quién no?
report-learners-roster-section-1-title = Estudiantes
report-learners-roster-section-1-help = Todas las personas inscritas alguna vez, con lo que hicieron en los últimos siete días completos.
report-learners-roster-about =
    Todas las personas inscritas alguna vez, con lo que hicieron en los últimos siete días completos. Cifras de esa semana:

    - **Problemas intentados** y **problemas correctos**: problemas distintos; los **intentos por problema correcto** cuentan todas las respuestas de la semana y faltan cuando ninguna fue correcta.
    - **Vídeos**: vídeos distintos reproducidos. **Foros**: hilos, respuestas y comentarios.

    Grupos:

    - *inactivo*: nada en los últimos siete días ni en los siete anteriores; *perdiendo interés*: algo en los anteriores, nada en los últimos; *se ha ido*: ha dejado el curso.
    - *muy participativo*: en el rango superior de problemas intentados, problemas correctos, vídeos o foros; *con dificultades*: en el rango superior de intentos por problema correcto. Los rangos son los de este curso y esta semana: por debajo del percentil 15 y desde el percentil 85 de todas las personas que hicieron algo, incluidos sus ceros (para los intentos por problema correcto, de todas las que intentaron alguno).

    Lo que hace una persona se encuentra por el nombre de usuario de los eventos.
