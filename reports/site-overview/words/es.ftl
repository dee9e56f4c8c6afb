report-site-overview-title = Vista general del sitio
report-site-overview-question = ¿Cómo va el sitio en su conjunto?
report-site-overview-section-1-title = Inscripciones
report-site-overview-section-1-help = Inscripciones vigentes de todos los cursos juntos en cada día. Quien está en dos cursos cuenta dos veces.
report-site-overview-section-2-title = Personas activas por semana
report-site-overview-section-2-help = Personas distintas con alguna actividad en cualquier curso en cada semana completa, de lunes a domingo UTC.
