report-engagement-learner_groups-title = Groupes d’apprenants
report-engagement-learner_groups-question = Combien de personnes sont actives, ont réussi ou risquent de décrocher ?
report-engagement-learner_groups-section-1-title = En un coup d’œil
report-engagement-learner_groups-section-1-help = Tous les inscrits, chacun dans un groupe.
report-engagement-learner_groups-section-2-title = Où en est chacun
report-engagement-learner_groups-section-2-help = Tous les inscrits, chacun dans un groupe. À risque : dernière visite il y a sept jours ou plus (un réglage), alors que le cours est en cours et non réussi, et davantage que l’ouverture de son accueil.
