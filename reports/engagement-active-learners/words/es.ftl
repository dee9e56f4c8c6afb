report-engagement-active_learners-title = Estudiantes activos
report-engagement-active_learners-question = ¿Cuántas personas distintas vienen cada día, semana y mes?
report-engagement-active_learners-section-1-title = Estudiantes activos por día
report-engagement-active_learners-section-1-help = Personas distintas con alguna actividad en el curso cada día.
report-engagement-active_learners-section-2-title = Estudiantes activos por semana y mes
report-engagement-active_learners-section-2-help = Personas distintas en cada semana completa, de lunes a domingo UTC, y en cada mes completo.
