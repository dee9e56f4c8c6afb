report-engagement-active_learners-title = Estudiantes activos
report-engagement-active_learners-question = ¿Cuántas personas distintas vienen cada día, semana y mes?
report-engagement-active_learners-section-1-title = Estudiantes activos por día
report-engagement-active_learners-section-1-help = Personas distintas con alguna actividad en el curso cada día.
report-engagement-active_learners-section-2-title = Estudiantes activos por semana y mes
report-engagement-active_learners-section-2-help = Personas distintas en cada semana completa, de lunes a domingo UTC, y en cada mes completo.
report-engagement-active_learners-about =
    Personas distintas con alguna actividad en el curso: como *activas* en `engagement.content`, pero lo que la plataforma hace por sí sola (notas, certificados, cohortes) no hace activo a nadie aquí. Quien vino tres días de una semana cuenta tres veces entre los días y una en la semana, así que las cifras de los períodos largos no son sumas de las de los cortos. Las semanas empiezan el lunes y los meses son los del calendario, todo en UTC; solo se muestran los completos. Para el sitio, quien estuvo activo en varios cursos cuenta una vez.
