report-site-overview-title = Vue d’ensemble du site
report-site-overview-question = Comment va le site dans son ensemble ?
report-site-overview-section-1-title = Inscriptions
report-site-overview-section-1-help = Inscriptions actuelles de tous les cours réunis, jour par jour. Qui suit deux cours compte deux fois.
report-site-overview-section-2-title = Personnes actives par semaine
report-site-overview-section-2-help = Personnes distinctes ayant eu une activité dans un cours quelconque dans chaque semaine complète, du lundi au dimanche UTC.
report-site-overview-about =
    Les chiffres de tous les cours ensemble, pour ceux qui s’occupent du site. On compte des **inscriptions**, non des personnes : qui suit deux cours compte deux fois. Les personnes **actives** sont comptées une fois par semaine, quel que soit le nombre de cours où elles étaient.
