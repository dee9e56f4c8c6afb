report-learners-roster-title = Estudiantes
report-learners-roster-question = ¿Quién está en el curso, quién participa y quién no?
report-learners-roster-section-1-title = Estudiantes
report-learners-roster-section-1-help = Todas las personas inscritas alguna vez, con lo que hicieron en los últimos siete días completos.
