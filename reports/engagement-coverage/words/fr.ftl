report-engagement-coverage-title = Couverture du cours
report-engagement-coverage-question = Combien des exercices tente-t-on, et combien des vidéos regarde-t-on ?
report-engagement-coverage-section-1-title = Exercices tentés
report-engagement-coverage-section-1-help = Inscrits n’ayant tenté aucun exercice, au moins un ou tous les exercices de chaque partie, et part moyenne des exercices tentés. La première ligne est le cours entier ; le graphique montre les sous-sections.
report-engagement-coverage-section-1-none = La structure de ce cours n’est pas connue ici, ou n’a pas d’exercices.
report-engagement-coverage-section-2-title = Vidéos regardées
report-engagement-coverage-section-2-help = Inscrits n’ayant rien regardé d’aucune vidéo, ou ayant regardé un morceau d’au moins une ou de toutes les vidéos de chaque partie, et part moyenne de ces vidéos. La première ligne est le cours entier ; le graphique montre les sous-sections.
report-engagement-coverage-section-2-none = La structure de ce cours n’est pas connue ici, ou n’a pas de vidéos.
report-engagement-coverage-about =
    Ce qu’on a fait de ce qu’il y a à faire : si l’on a tenté **aucun, quelques-uns ou tous les exercices** du cours, de chaque section et sous-section, et si l’on a regardé un morceau **d’aucune, de quelques-unes ou de toutes les vidéos**.

    A tenté un exercice qui a envoyé une réponse jugée juste ou fausse. A regardé une vidéo qui en a vraiment vu quelque chose, si peu que ce soit ; un lecteur seulement chargé, ou dont personne ne sait s’il a continué, ne montre rien.

    On compte les personnes inscrites à la fin du dernier jour complet. Sections, sous-sections, exercices et vidéos sont ceux de la structure la plus récente du cours ; ceux qui ont été supprimés depuis ne comptent nulle part. Là où chaque apprenant reçoit quelques exercices d’une réserve plus grande, *tous* signifie tous les exercices de la réserve.
