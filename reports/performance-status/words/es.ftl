report-performance-status-title = Notas y certificados
report-performance-status-question = ¿Cuántos estudiantes aprobaron, cuántos no y cuántos siguen en camino?
report-performance-status-section-1-title = Estudiantes por estado
report-performance-status-section-1-help = Estudiantes inscritos al final del último día completo. Aprobado: fecha de aprobación y calificación en letra en el LMS. No aprobado: el curso ha terminado.
report-performance-status-section-2-title = Franjas de notas
report-performance-status-section-2-help = Estudiantes inscritos por nota en porcentaje; se omiten los que no tienen nota.
report-performance-status-section-3-title = Puntuaciones por subsección
report-performance-status-section-3-help = Estudiantes inscritos según su puntuación en cada subsección: la nota que el LMS guarda de ella o, si no, los puntos obtenidos sobre los posibles en sus problemas, incluidos los no intentados. Se omiten los estudiantes sin ninguna puntuación en ella.
report-performance-status-section-3-none = Ningún estudiante inscrito tiene una puntuación en alguna subsección, o aquí no se conoce la estructura de este curso.
report-performance-status-about =
    Toda persona inscrita al final del último día completo está en uno de tres grupos:

    - **aprobado**: el LMS tiene una fecha de aprobación y una calificación en letra;
    - **no aprobado**: no ha aprobado, y el curso ha terminado;
    - **en curso**: todos los demás, también cuando no se conoce el fin del curso.

    Las **franjas de notas** cuentan a los estudiantes por su nota en el LMS, en pasos del diez por ciento; quien todavía no tiene nota no está en ellas. Los **certificados** son los que un estudiante puede descargar. Las notas y los certificados son los de la copia más reciente del LMS.
