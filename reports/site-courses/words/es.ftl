report-site-courses-title = Cursos
report-site-courses-question = ¿Qué tamaño tienen los cursos y cómo cambian?
report-site-courses-about =
    Una línea por cada edición de un curso: su tamaño por modalidad, el cambio en los últimos siete días y cuántas personas aprueban. Los títulos y las fechas proceden del catálogo de cursos; sin él están vacíos. Una persona aprueba cuando el LMS tiene una fecha de aprobación y una calificación en letra; no se pregunta si sigue inscrita. Una modalidad que tenía personas hace una semana y ahora no tiene ninguna no aparece, así que su pérdida no forma parte del cambio.
