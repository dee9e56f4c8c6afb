report-site-courses-title = Cursos
report-site-courses-question = ¿Qué tamaño tienen los cursos y cómo cambian?
