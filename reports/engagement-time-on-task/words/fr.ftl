report-engagement-time_on_task-title = Temps passé
report-engagement-time_on_task-question = Combien de temps passe-t-on dans le cours, et à quoi ?
report-engagement-time_on_task-section-1-title = Temps jusqu’ici
report-engagement-time_on_task-section-1-help = Sur toute la durée, par type d’activité ; dessous : combien de personnes y ont passé combien de temps.
report-engagement-time_on_task-section-2-title = Heures par jour
report-engagement-time_on_task-section-2-help = Heures de toutes les personnes ensemble. Le temps jusqu’à l’événement suivant compte, sauf s’il survient plus d’une demi-heure après.
report-engagement-time_on_task-about =
    Les journaux disent quand les personnes ont fait quelque chose, pas combien de temps elles sont restées là. Le temps d’un événement d’une personne au suivant compte pour ce dont il s’agissait dans le premier, sauf si le suivant est plus éloigné que l’*écart* (30 minutes) : on considère alors que la personne est partie, et un *reste* (une minute) compte. Une page lue plus longtemps que l’écart compte donc pour une minute, et une page laissée ouverte ne compte pas davantage.

    Le temps passé dans un autre cours, ou hors de tout cours, compte pour cela et non ici. Ce que la plateforme fait d’elle-même (inscriptions, notes, certificats, travail de fond) n’est pas une activité.
