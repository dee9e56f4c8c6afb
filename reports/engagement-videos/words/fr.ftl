report-engagement-videos-title = Participation aux vidéos
report-engagement-videos-question = Quelles vidéos regarde-t-on, jusqu’où, et que revoit-on ?
report-engagement-videos-section-1-title = Vues des vidéos
report-engagement-videos-section-1-help = Moyennes des vidéos de chaque section : personnes arrivées à la fin (30 secondes ou 5 % avant), et les autres qui ont commencé.
report-engagement-videos-section-2-title = Temps de visionnage
report-engagement-videos-section-2-help = Combien de temps on a vraiment regardé, autant que l’horloge le permet. Le temps unique compte chaque seconde une fois par personne ; le temps répété est ce qui a été revu ; l’ont vue en entier ceux qui en ont regardé presque tout.
report-engagement-videos-section-3-title = Vues des vidéos
report-engagement-videos-section-3-help = Moyennes des vidéos de chaque sous-section : personnes arrivées à la fin (30 secondes ou 5 % avant), et les autres qui ont commencé.
report-engagement-videos-section-4-title = Vues des vidéos
report-engagement-videos-section-4-help = Personnes arrivées à la fin de chaque vidéo (30 secondes ou 5 % avant), et les autres qui l’ont commencée.
report-engagement-videos-section-5-title = Spectateurs
report-engagement-videos-section-5-help = Personnes qui ont regardé les cinq premières secondes, et personnes encore là 30 secondes ou 5 % avant la fin.
report-engagement-videos-section-6-title = Total des vues de la vidéo
report-engagement-videos-section-6-help = Quelles parties ont été regardées, par tranches de cinq secondes. Les revisionnages sont les vues au-delà de la première d’une personne.
report-engagement-videos-section-7-title = Visionnage par section
report-engagement-videos-section-7-help = Sur toutes les vidéos dont chaque personne a regardé quelque chose : quelle part de leur durée a été regardée, et quelle part a été revue. La première ligne est le cours entier ; le graphique montre les sections.
report-engagement-videos-about =
    Deux regards sur les mêmes événements :

    - **Vues par tranche** : ce sont les chiffres que les équipes de cours connaissent. Une vidéo est découpée en tranches de cinq secondes ; une vue va du démarrage de la lecture à la pause, au saut ou à l’arrêt suivant, et touche des tranches. *Ont terminé* compte les personnes à la tranche située 30 secondes ou 5 % avant la fin. Le visionnage dont le lecteur n’a jamais signalé la fin n’y est pas.
    - **Temps de visionnage** : il demande combien de temps on a vraiment regardé. On ne croit pas plus que ce que l’horloge et la vitesse de lecture permettent ; une seconde lecture sans fin entre les deux, et une page qui se ferme, terminent elles aussi un passage ; un passage peut franchir minuit. Le temps *unique* compte une seconde de la vidéo une fois par personne, le temps *répété* est ce qui a été revu, le *temps passé* est celui de l’horloge. *L’ont vue en entier* ceux qui ont regardé presque toute la partie qui est à regarder : l’extrait, là où l’équipe du cours en a fixé un.

    Qui a regardé n’est pas forcément inscrit.
