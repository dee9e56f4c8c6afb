# Apprenants : liste et détails.
learners-period = Activité du { $start } au { $end }
learners-period-none = Aucune activité n’a encore été calculée.
learners-search-label = Nom, nom d’utilisateur ou adresse électronique
learners-search-hint = Une partie de l’un d’eux suffit.
learners-cohort = Cohorte
learners-track = Parcours d’inscription
learners-all = Tout
learners-with-inactive = Afficher aussi les apprenants inactifs
learners-show-inactive = Afficher aussi les apprenants inactifs
learners-count = { $count ->
    [0] Aucun apprenant
    [one] { $shown } apprenant
   *[other] { $shown } apprenants
 }
learners-none-title = Aucun apprenant ne correspond
learners-none-text = Modifiez la recherche ou les filtres.
learners-no-ratio = N/D
learners-rank-high = (élevé)
learners-rank-low = (faible)
learners-column-username = Apprenant
learners-column-problems-attempted = Exercices tentés
learners-column-problems-completed = Exercices réussis
learners-column-problem-attempts-per-completed = Tentatives par exercice réussi
learners-column-videos-viewed = Vidéos
learners-column-discussion-contributions = Discussions
learners-segment-inactive = inactif
learners-segment-disengaging = décroche
learners-segment-unenrolled = est parti
learners-segment-highly-engaged = très engagé
learners-segment-struggling = en difficulté
column-problems_attempted = Exercices tentés
column-problems_completed = Exercices réussis
column-videos_viewed = Vidéos vues
column-discussion_contributions = Contributions aux discussions
tile-learner-name = Apprenant
tile-learner-track = Parcours d’inscription
tile-learner-cohort = Cohorte
tile-learner-last-active = Dernière activité
summary-learner-days = { $count ->
    [one] Actif { $active } jour sur { $shown },
   *[other] Jours actifs : { $active } sur { $shown },
 } la dernière fois le { $last }.
learners-return = Retour aux apprenants
person-label = Nom d’utilisateur
person-show = Afficher
person-choose-title = Choisissez un apprenant
person-choose-text = Ouvrez-en un depuis la liste des apprenants, ou saisissez un nom d’utilisateur.
person-unknown-title = Aucun apprenant n’a ce nom d’utilisateur
person-unknown-text = Personne dans ce cours ne le porte. Saisissez le nom d’utilisateur, pas le nom complet ni l’adresse électronique ; la liste des apprenants permet de chercher par les trois.
