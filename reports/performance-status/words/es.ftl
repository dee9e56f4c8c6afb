report-performance-status-title = Notas y certificados
report-performance-status-question = ¿Cuántos estudiantes aprobaron, cuántos no y cuántos siguen en camino?
report-performance-status-section-1-title = Estudiantes por estado
report-performance-status-section-1-help = Estudiantes inscritos al final del último día completo. Aprobado: fecha de aprobación y calificación en el LMS. No aprobado: el curso ha terminado.
report-performance-status-section-2-title = Franjas de notas
report-performance-status-section-2-help = Estudiantes inscritos por nota en porcentaje; se omiten los que no tienen nota.
