report-enrollment-demographics-age-title = Inscrits par âge
report-enrollment-demographics-age-question = Quel âge ont les inscrits ?
report-enrollment-demographics-age-section-1-title = Indicateurs d’âge
report-enrollment-demographics-age-section-1-help = Sur les âges connus.
report-enrollment-demographics-age-section-2-title = Répartition des âges
report-enrollment-demographics-age-section-2-help = Une barre par année d’âge ; la dernière réunit les 100 ans et plus.
report-enrollment-demographics-age-section-3-title = Détail des âges
report-enrollment-demographics-age-section-3-help = Les parts portent sur tous les inscrits, y compris ceux sans année de naissance.
report-enrollment-demographics-age-about =
    Les âges sont calculés là où ils sont affichés : l’année du calendrier moins l’année de naissance. Seul le dernier jour complet est conservé.

    Chacun donne ces informations lui-même en créant son compte, et beaucoup ne le font pas : les parts portent sur ceux qui l’ont fait. Les inscriptions actuelles et totales sont celles d’*Activité des inscriptions*, réparties par profil.
