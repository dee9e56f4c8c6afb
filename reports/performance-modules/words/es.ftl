report-performance-modules-title = Notas y visitas por bloque
report-performance-modules-question = ¿Qué puntos alcanzan los estudiantes en cada problema y cuántos abrieron cada subsección?
report-performance-modules-section-1-title = Subsecciones abiertas
report-performance-modules-section-1-help = Estudiantes que abrieron una subsección al menos una vez, según el LMS.
report-performance-modules-section-2-title = Puntos alcanzados
report-performance-modules-section-2-help = Estudiantes por bloque y puntos alcanzados, según el LMS. Se omiten los bloques sin puntos.
report-performance-modules-about =
    El LMS guarda una fila por cada estudiante y cada bloque en el que el estudiante hizo algo. Las **notas** cuentan estas filas según los puntos alcanzados y los puntos posibles; un problema cuyos puntos posibles no se conocen tiene un grupo propio. Las **visitas** cuentan a los estudiantes que abrieron una subsección al menos una vez. Ambas son el estado de la copia más reciente del LMS, no un historial; no se pregunta si el estudiante sigue inscrito.
