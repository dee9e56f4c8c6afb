# Contenu des cours : vidéos, exercices notés et non notés, acquis d’apprentissage, réponses.
column-order = Ordre
column-section_name = Section
column-subsection_name = Sous-section
column-video_name = Vidéo
column-assignment_type_name = Type de devoir
column-assignment_name = Devoir
column-problem_name = Exercice
column-outcome_name = Acquis d’apprentissage
column-difficulty = Difficulté
column-weight = Poids dans la note
column-videos = Vidéos
column-videos_watched = Vidéos regardées
column-problems = Exercices
column-problems_answered = Exercices traités
column-complete_views = Vues complètes
column-incomplete_views = Vues incomplètes
column-average_complete = Moyenne des vues complètes
column-average_incomplete = Moyenne des vues incomplètes
column-completion_percentage = Pourcentage d’achèvement
column-correct_submissions = Justes
column-incorrect_submissions = Fausses
column-total_submissions = Réponses
column-average_correct = Moyenne des justes
column-average_incorrect = Moyenne des fausses
column-average_submissions = Moyenne des réponses par exercice
column-percent_correct = Pourcentage de justes
column-time = Temps
column-unique_viewers = Spectateurs distincts
column-replays = Revisionnages
column-total_views = Total des vues
column-answer = Réponse
column-is_correct = Juste
column-submission_count = Nombre de réponses
column-share_of_submissions = Part des réponses
column-first_submission_count = Premières réponses
column-variant = Variante
caption-video-views = Vues des vidéos
caption-total-video-views = Total des vues de la vidéo
caption-submissions = Réponses
tile-completion-rate = Taux d’achèvement
tile-started-video = Ont commencé la vidéo
tile-finished-video = Ont terminé la vidéo
answer-correct = Juste
answer-incorrect = Fausse
answers-randomised = Cet exercice a de nombreuses variantes ; ses réponses ne sont donc pas dessinées. Le tableau a une ligne par réponse et variante ; le téléchargement les contient toutes.
tip-number-and-share = { $number } ({ $share })
tip-answer = Réponse : { $answer }
content-elsewhere = N’est plus dans le cours
content-unplaced = Emplacement dans le cours inconnu
content-no-structure-title = La structure de ce cours n’est pas connue
content-no-structure-text = Sans sa structure, on ne peut pas savoir où se trouvent les vidéos et les exercices de ce cours ni lesquels sont notés. Un exploitant peut l’importer avec la commande « olivine import structure ».
content-no-views-title = Personne n’a encore regardé de vidéo ici
content-no-views-text = Les vues apparaissent quand des personnes ont regardé et que les chiffres ont été recalculés.
content-no-graded-title = Pas encore de réponses à ces devoirs
content-no-graded-text = Les réponses apparaissent quand des apprenants ont répondu et que les chiffres ont été recalculés.
content-no-practice-title = Pas encore de réponses à ces exercices
content-no-practice-text = Les réponses apparaissent quand des apprenants ont répondu et que les chiffres ont été recalculés.
content-nothing-graded-title = Rien n’est noté dans ce cours
content-nothing-graded-text = Ni la structure du cours ni les règles de notation ne nomment un type de devoir.
content-no-answers-title = Pas encore de réponses à cette partie
content-no-answers-text = Les réponses apparaissent quand des apprenants ont répondu et que les chiffres ont été recalculés.
content-no-policy = Les règles de notation de ce cours ne sont pas connues ; les poids manquent donc.
select-section = Section :
select-subsection = Sous-section :
select-video = Vidéo :
select-assignment_type = Type de devoir :
select-assignment = Devoir :
select-problem = Exercice :
select-outcome = Acquis d’apprentissage :
select-part = Partie :
select-all-section = Toutes les sections
select-all-assignment_type = Tous les types de devoir
select-all-outcome = Tous les acquis
select-none = choisir
select-no-data = (pas de données)
video-previous = Vidéo précédente
video-next = Vidéo suivante
view-live = Voir dans le cours
new-tab = (s’ouvre dans un nouvel onglet)
problem-part = Partie { $number }
problem-part-question = Partie { $number } : { $question }
crumbs = Où vous êtes
page-of-kind = { $kind } : { $name }
summary-levels-views = Parmi { $rows } éléments avec des vues, l’achèvement est le plus élevé dans « { $best } » ({ $best_percent }) et le plus bas dans « { $worst } » ({ $worst_percent }).
summary-levels-views-one = Dans « { $best } », { $best_percent } des vues sont complètes.
summary-levels-answers = Parmi { $rows } éléments avec des réponses, la part des justes est la plus élevée dans « { $best } » ({ $best_percent }) et la plus basse dans « { $worst } » ({ $worst_percent }).
summary-levels-answers-one = Dans « { $best } », { $best_percent } des réponses sont justes.
timeline-people = { $count ->
    [one] { $shown } personne
   *[other] { $shown } personnes
 }
timeline-replays = { $count ->
    [one] { $shown } revisionnage
   *[other] { $shown } revisionnages
 }
summary-timeline = { $count ->
    [one] { $shown } personne a regardé
   *[other] { $shown } personnes ont regardé
 } le début de « { $name } » et { $last } sa fin à { $end }. Le maximum, { $peak }, a été atteint à { $peak_time } ; le plus revu est { $again_time }, avec { $replays }.
summary-timeline-once = { $count ->
    [one] { $shown } personne a regardé
   *[other] { $shown } personnes ont regardé
 } le début de « { $name } » et { $last } sa fin à { $end }. Le maximum, { $peak }, a été atteint à { $peak_time } ; rien n’a été revu.
summary-weight = { $name } : { $percent }
summary-answers = { $count ->
    [one] { $percent } de { $shown } réponse est juste.
   *[other] { $percent } des { $shown } réponses sont justes.
 } La réponse la plus fréquente est « { $top } » avec { $top_percent }.
list-separator = {" ; "}
save-png-of = Enregistrer en PNG : { $what }
save-svg-of = Enregistrer en SVG : { $what }
tile-group-active = Actifs
tile-group-at-risk = À risque
tile-group-passed = Ont réussi
tile-group-other = Autres
tile-of-enrolled = { $percent } des personnes inscrites
tile-week-change = { $change } par rapport à la semaine précédente
export-as-seen = Ce qui est affiché de { $what }, en fichier
export-short = Ce qui est affiché :
export-of = { $what } comme à l’écran, { $form }
filter-legend = Jours et personnes affichés
filter-track = Parcours
filter-cohort = Cohorte
filter-without_staff = Sans l’équipe du cours
filter-all = Tout
filter-clear = Tout afficher
filter-not-applied = Ces chiffres ne dépendent pas de : { $filters }.
mark-start = Début du cours
mark-end = Fin du cours
mark-due = À rendre : { $name }
mark-named = { $label } ({ $date })
marks-drawn = Marqué sur l’axe : { $marks }.
notes-title = Annotations
notes-question = Que doit savoir quiconque regarde le cours au fil du temps ?
notes-day = Jour
notes-text = Annotation
notes-author = Par
notes-add = Ajouter une annotation
notes-list = Annotations sur les axes de temps
notes-none = Il n’y a pas encore d’annotations. Une annotation figure sur l’axe de temps de chaque rapport de ce cours, pour toute l’équipe du cours.
notes-remove = Retirer
notes-remove-one = Retirer l’annotation : { $note }
notes-refused = L’annotation n’a pas été enregistrée : il lui faut un jour et 120 caractères au plus.
notes-full = L’annotation n’a pas été enregistrée : il y en a déjà 50, et davantage ne se liraient pas sur un axe. Retirez-en une d’abord.
