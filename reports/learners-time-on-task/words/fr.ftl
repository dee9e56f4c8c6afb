report-learners-time_on_task-title = Temps passé par apprenant
report-learners-time_on_task-question = Combien de temps chaque apprenant a-t-il passé dans le cours, et à quoi ?
report-learners-time_on_task-section-1-title = Temps de chaque apprenant
report-learners-time_on_task-section-1-help = Le temps jusqu’à l’événement suivant de l’apprenant compte, sauf s’il survient plus d’une demi-heure après.
report-learners-time_on_task-about =
    Le temps passé par chaque apprenant sur toute la durée, calculé comme dans `engagement.time_on_task`. Les *jours* sont ceux avec une activité dans le cours. Un apprenant que la copie la plus récente du LMS ne connaît pas n’a pas de nom ici, seulement un numéro.
