report-enrollment-demographics-education-title = Inscrits par niveau d’études
report-enrollment-demographics-education-question = Quelles études ont faites les inscrits ?
report-enrollment-demographics-education-section-1-title = Indicateurs de niveau d’études
report-enrollment-demographics-education-section-1-help = Sur les niveaux connus. Les quatre parts font ensemble tous les connus.
report-enrollment-demographics-education-section-2-title = Niveau d’études
report-enrollment-demographics-education-section-2-help = Plus haut niveau achevé, en part des niveaux connus.
report-enrollment-demographics-education-section-3-title = Détail des niveaux d’études
report-enrollment-demographics-education-section-3-help = La même chose en chiffres.
report-enrollment-demographics-education-about =
    Les niveaux sont ceux du profil dans le LMS, sous leurs noms longs. Seul le dernier jour complet est conservé.

    Chacun donne ces informations lui-même en créant son compte, et beaucoup ne le font pas : les parts portent sur ceux qui l’ont fait. Les inscriptions actuelles et totales sont celles d’*Activité des inscriptions*, réparties par profil.
