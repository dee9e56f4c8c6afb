# Marco: lo que rodea cada página.
language-name = Español
skip-to-content = Ir al contenido
brand-home = { $site }: lista de cursos
menu-reports = Informes
menu-reports-of-course = Informes de este curso
course-home = Inicio del curso
display = Presentación
display-language = Idioma
display-theme = Tema
theme-auto = Como el dispositivo
theme-light = Claro
theme-dark = Oscuro
display-apply = Aplicar
sign-out = Cerrar sesión
sign-in = Iniciar sesión
signed-in-as = Sesión iniciada como { $user }
footer-product = Hecho con Olivine, analítica para Open edX
footer-support = Contactar con soporte
footer-utc = Todos los días y semanas son UTC.
page-title = { $page } - { $course } | { $site }
page-title-site = { $page } | { $site }
page-description = { $what } – { $course } | { $site }
page-description-site = { $what } – { $site }

# Perspectivas
lens-enrollment = Inscripción
lens-engagement = Participación
lens-performance = Rendimiento
lens-learners = Estudiantes
lens-site = Sitio
lens-question-enrollment = ¿Quién está en mi curso?
lens-question-engagement = ¿Qué hacen las personas en mi curso?
lens-question-performance = ¿Cómo les va?
lens-question-learners = ¿Quién necesita atención?
lens-question-site = ¿Qué ocurre en el conjunto de los cursos?
