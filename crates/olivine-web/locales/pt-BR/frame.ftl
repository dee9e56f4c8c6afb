# Moldura: o que envolve cada página.
language-name = Português (Brasil)
skip-to-content = Ir para o conteúdo
brand-home = { $site }: lista de cursos
menu-reports = Relatórios
menu-reports-of-course = Relatórios deste curso
course-home = Início do curso
display = Exibição
display-language = Idioma
display-theme = Tema
theme-auto = Como no dispositivo
theme-light = Claro
theme-dark = Escuro
display-apply = Aplicar
sign-out = Sair
sign-in = Entrar
signed-in-as = Conectado como { $user }
footer-product = Feito com Olivine, análise de dados para o Open edX
footer-support = Falar com o suporte
footer-utc = Todos os dias e semanas são em UTC.
page-title = { $page } - { $course } | { $site }
page-title-site = { $page } | { $site }
page-description = { $what } – { $course } | { $site }
page-description-site = { $what } – { $site }

# Perspectivas
lens-enrollment = Inscrição
lens-engagement = Engajamento
lens-performance = Desempenho
lens-learners = Estudantes
lens-site = Site
lens-question-enrollment = Quem está no meu curso?
lens-question-engagement = O que as pessoas fazem no meu curso?
lens-question-performance = Como elas estão se saindo?
lens-question-learners = Quem precisa de atenção?
lens-question-site = O que acontece no conjunto dos cursos?
