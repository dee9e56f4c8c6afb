report-site-structure-title = Estructura del curso
