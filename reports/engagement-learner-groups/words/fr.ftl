report-engagement-learner_groups-title = Groupes d’apprenants
report-engagement-learner_groups-question = Combien de personnes sont actives, ont réussi ou risquent de décrocher ?
report-engagement-learner_groups-section-1-title = En bref
report-engagement-learner_groups-section-1-help = Tous les inscrits, chacun dans un groupe.
report-engagement-learner_groups-section-2-title = Où en est chacun
report-engagement-learner_groups-section-2-help = Tous les inscrits, chacun dans un groupe. À risque : dernière visite il y a sept jours ou plus (un réglage), alors que le cours a lieu et n’est pas réussi, en ayant fait plus qu’ouvrir son accueil.
report-engagement-learner_groups-about =
    Toute personne inscrite à la fin du dernier jour complet est dans un seul groupe, le premier qui convient :

    - **Ont réussi** : le LMS a une note en lettre et une date à laquelle la personne a réussi.
    - **Actifs** : ici il y a moins de sept jours (un réglage), comptés à rebours depuis le dernier jour complet. Qui était actif il y a 60 jours et l’est de nouveau aujourd’hui est actif.
    - **À risque** : ici pour la dernière fois il y a sept jours ou plus, alors que le cours a lieu, et ayant fait davantage qu’ouvrir son accueil : être arrivé à une section ou à une page, avoir lancé une vidéo, donné une réponse ou écrit dans les discussions.
    - **Autres** : le reste. Ils ne sont jamais venus, n’ont rien vu de plus que l’accueil du cours, ou le cours n’a pas lieu en ce moment.

    Un cours va de son début à sa fin, tels que le catalogue ou la liste des cours les donnent ; une date inconnue ne fixe aucune limite.
