report-performance-modules-title = Notas y visitas por bloque
report-performance-modules-question = ¿Qué puntos alcanzan los estudiantes en cada problema y cuántos abrieron cada subsección?
report-performance-modules-section-1-title = Subsecciones abiertas
report-performance-modules-section-1-help = Estudiantes que abrieron una subsección al menos una vez, según el LMS.
report-performance-modules-section-2-title = Puntos alcanzados
report-performance-modules-section-2-help = Estudiantes por bloque y puntos alcanzados, según el LMS. Se omiten los bloques sin puntos.
