report-site-overview-title = Vista general del sitio
report-site-overview-question = ¿Cómo va el sitio en su conjunto?
report-site-overview-section-1-title = Inscripciones
report-site-overview-section-1-help = Inscripciones actuales de todos los cursos juntos en cada día. Quien está en dos cursos cuenta dos veces.
report-site-overview-section-2-title = Personas activas por semana
report-site-overview-section-2-help = Personas distintas con alguna actividad en cualquier curso en cada semana completa, de lunes a domingo UTC.
report-site-overview-about =
    Las cifras de todos los cursos juntos, para quienes cuidan del sitio. Se cuentan **inscripciones**, no personas: quien está en dos cursos cuenta dos veces. Las personas **activas** se cuentan una vez por semana, estuvieran en los cursos que estuvieran.
