report-site-catalog-title = Catálogo de cursos
