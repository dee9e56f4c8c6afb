report-learners-at_risk-title = Estudiantes en riesgo
report-learners-at_risk-question = ¿Quién podría estar a punto de abandonar y por qué?
report-learners-at_risk-section-1-title = Estudiantes en riesgo
report-learners-at_risk-section-1-help = Personas inscritas que no han aprobado, hicieron más que abrir el inicio del curso y faltan desde hace siete días o más (un ajuste), con el curso en marcha. La puntuación suma uno o más puntos por cada motivo indicado. Los correos están en la descarga.
