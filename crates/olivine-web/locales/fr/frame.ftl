# Cadre : ce qui entoure chaque page.
language-name = Français
skip-to-content = Aller au contenu
brand-home = { $site } : liste des cours
menu-reports = Rapports
menu-reports-of-course = Rapports de ce cours
course-home = Accueil du cours
display = Affichage
display-language = Langue
display-theme = Thème
theme-auto = Comme l’appareil
theme-light = Clair
theme-dark = Sombre
display-apply = Appliquer
sign-out = Se déconnecter
sign-in = Se connecter
signed-in-as = Connecté en tant que { $user }
footer-product = Réalisé avec Olivine, l’analytique pour Open edX
footer-support = Contacter l’assistance
footer-utc = Tous les jours et semaines sont en UTC.
page-title = { $page } - { $course } | { $site }
page-title-site = { $page } | { $site }
page-description = { $what } – { $course } | { $site }
page-description-site = { $what } – { $site }

# Perspectives
lens-enrollment = Inscriptions
lens-engagement = Participation
lens-performance = Résultats
lens-learners = Apprenants
lens-site = Site
lens-question-enrollment = Qui suit mon cours ?
lens-question-engagement = Que fait-on dans mon cours ?
lens-question-performance = Comment s’en sortent les apprenants ?
lens-question-learners = Qui a besoin d’attention ?
lens-question-site = Que se passe-t-il dans l’ensemble des cours ?
