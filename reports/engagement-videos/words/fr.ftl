report-engagement-videos-title = Participation aux vidéos
report-engagement-videos-question = Quelles vidéos regarde-t-on, jusqu’où, et que revoit-on ?
report-engagement-videos-section-1-title = Vues des vidéos
report-engagement-videos-section-1-help = Personnes arrivées à la fin de chaque vidéo (30 secondes ou 5 % avant), et les autres qui l’ont commencée.
report-engagement-videos-section-2-title = Total des vues de la vidéo
report-engagement-videos-section-2-help = Quelles parties de chaque vidéo ont été regardées, par tranches de cinq secondes ; les relectures sont les vues au-delà de la première d’une personne.
report-engagement-videos-section-3-title = Temps de visionnage
report-engagement-videos-section-3-help = Combien de temps on a vraiment regardé, autant que l’horloge le permet. Le temps unique compte chaque seconde une fois par personne ; le temps répété est ce qui a été revu ; ont terminé ceux qui en ont vu presque tout.
