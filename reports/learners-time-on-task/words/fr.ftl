report-learners-time_on_task-title = Temps passé par apprenant
report-learners-time_on_task-question = Combien de temps chaque apprenant a-t-il passé dans le cours, et à quoi ?
report-learners-time_on_task-section-1-title = Temps de chaque apprenant
report-learners-time_on_task-section-1-help = Le temps jusqu’à l’événement suivant de l’apprenant compte, sauf s’il survient plus d’une demi-heure après.
