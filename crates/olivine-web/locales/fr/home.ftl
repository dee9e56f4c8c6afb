# Accueil du cours.
home-headline-title = En bref
home-headline-help = Les derniers chiffres complets de ce cours, et ce qui a changé par rapport à la semaine précédente.
home-basics-title = À propos de ce cours
home-course-name = Nom du cours
home-course-key = Clé du cours
home-start = Date de début
home-end = Date de fin
home-status = État
home-pacing = Rythme
status-not-started = Pas encore commencé
status-in-progress = En cours
status-ended = Terminé
home-tools-title = Outils externes
tool-instructor = Tableau de bord de l’enseignant
tool-courseware = Contenu du cours
tool-studio = Studio
home-freshness-title = Fraîcheur
home-freshness-help = Jusqu’à quel jour chaque rapport est complet, et quand il a été calculé.
home-freshness-table = Fraîcheur des rapports
freshness-report = Rapport
freshness-as-of = Complet jusqu’au
freshness-created = Calculé (UTC)
freshness-state = État
freshness-lag = { $count ->
    [0] à jour
    [one] { $days } jour de retard
   *[other] { $days } jours de retard
 }
freshness-never = jamais calculé
home-no-reports-title = Tous les rapports sont désactivés
home-no-reports-text = L’exploitant de ce site a désactivé tous les rapports.
