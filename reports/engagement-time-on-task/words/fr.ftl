report-engagement-time_on_task-title = Temps passé
report-engagement-time_on_task-question = Combien de temps passe-t-on dans le cours, et à quoi ?
report-engagement-time_on_task-section-1-title = Temps jusqu’ici
report-engagement-time_on_task-section-1-help = Sur toute la durée, par type d’activité ; dessous : combien de personnes y ont passé combien de temps.
report-engagement-time_on_task-section-2-title = Heures par jour
report-engagement-time_on_task-section-2-help = Heures de toutes les personnes ensemble. Le temps jusqu’à l’événement suivant compte, sauf s’il survient plus d’une demi-heure après.
