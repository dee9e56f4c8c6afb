# Colonnes des rapports sur l’avancement, les premiers essais, les groupes, les discussions et les sessions comparées.
column-up_to_percent = Jusqu’à ce pourcentage des pages
column-pages = Pages
column-visited_none = Aucune visitée
column-visited_some = Quelques-unes visitées
column-visited_all = Toutes visitées
column-visited_percent = Pourcentage moyen visité
column-page = Page
column-reach_percent = Pourcentage des inscrits
column-reached = L’ont atteinte
column-went_further = Allés plus loin
column-may_go_on = Peuvent continuer
column-stopped = Arrêtés ici
column-stopped_percent = Pourcentage d’arrêts
column-tried_none = Aucun tenté
column-tried_some = Quelques-uns tentés
column-tried_all = Tous tentés
column-tried_percent = Pourcentage moyen tenté
column-watched_none = Aucune regardée
column-watched_some = Quelques-unes regardées
column-watched_all = Toutes regardées
column-watched_percent = Pourcentage moyen regardé
column-tried = Paires apprenant et exercice
column-first_try_right = Justes au premier essai
column-first_try_percent = Pourcentage de justes au premier essai
column-right_percent = Pourcentage de justes à l’un des essais
column-mean_tries = Essais par apprenant
column-mean_right_tries = Essais justes par apprenant
column-mean_wrong_tries = Essais faux par apprenant
column-mean_tries_until_right = Essais jusqu’à la réussite
column-hint_learners = Ont demandé un indice
column-hints = Indices demandés
column-feedback_learners = Ont reçu une rétroaction
column-feedbacks = Rétroactions données
column-answer_learners = Ont vu la réponse
column-answer_before_right = Avant d’avoir juste
column-answer_before_right_percent = Pourcentage avant d’avoir juste
column-answer_never_right = Sans avoir juste
column-transcript_shown = Transcription affichée
column-transcript_hidden = Transcription masquée
column-captions_shown = Sous-titres affichés
column-captions_hidden = Sous-titres masqués
column-menu_opened = Menu des langues
column-downloaded = Téléchargée
column-newly_passed = Nouvellement réussi
column-not_passed = Non réussi
column-in_progress = En cours
column-days_away = Jours d’absence
column-reasons = Raisons
column-threads = Fils
column-responses = Réponses
column-comments = Commentaires
column-votes = Votes
column-writers = Auteurs
column-participants = Participants
column-day_zero = Compté à partir du
column-day_number = Jour
column-ever_enrolled = Inscrits au moins une fois
column-ever_active = Actifs au moins une fois
column-active_last_week = Actifs ces 7 derniers jours
column-passing_percent = Pourcentage ayant réussi
column-mean_grade_percent = Note moyenne en pourcentage
column-same_day_number = Comparé au jour
column-same_day_enrolled = Inscrits
column-same_day_ever_enrolled = Inscrits au moins une fois
column-same_day_ever_active = Actifs au moins une fois
risk-reasons = { $before } ; { $next }
risk-away = { $count ->
    [one] vu ici il y a { $shown } jour
   *[other] vu ici il y a { $shown } jours
 }
risk-deadline = { $count ->
    [0] le cours se termine aujourd’hui
    [one] le cours se termine dans { $shown } jour
   *[other] le cours se termine dans { $shown } jours
 }
risk-activity = actif { $lately } des 28 derniers jours, { $before } des 28 précédents
risk-trend = réponses justes : { $right_lately } sur { $lately } ces 28 derniers jours, { $right_before } sur { $before } avant
risk-answers = réponses justes : { $right } sur { $tries } en tout
risk-grade = note jusqu’ici : { $percent }
