report-site-courses-title = Cursos
report-site-courses-question = Qual é o tamanho dos cursos e como mudam?
