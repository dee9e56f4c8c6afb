report-enrollment-activity-title = Activité des inscriptions
report-enrollment-activity-question = Combien de personnes sont inscrites, par parcours, au fil du temps ?
report-enrollment-activity-section-1-title = Indicateurs d’inscription
report-enrollment-activity-section-1-help = État à la fin du dernier jour complet. Un total en baisse signifie que des personnes sont parties.
report-enrollment-activity-section-2-title = Inscriptions par jour
report-enrollment-activity-section-2-help = Inscrits à la fin de chaque jour, par parcours, déduction faite des départs.
report-enrollment-activity-section-3-title = Inscriptions au fil du temps
report-enrollment-activity-section-3-help = Les mêmes chiffres par jour.
report-enrollment-activity-about =
    Les chiffres viennent des événements d’inscription, jamais de la table des inscriptions du LMS, afin que l’historique soit connu. Une personne est dans un seul parcours par jour : celui du dernier événement d’inscription jusqu’à la fin du jour, quelle qu’en soit la nature.

    - **Inscriptions actuelles** (`count`) : personnes inscrites à la fin du jour.
    - **Inscriptions totales** (`cumulative_count`) : personnes ayant eu un événement d’inscription dans le cours jusque-là, y compris celles dont le seul événement était un changement de parcours ou une désinscription.

    Les jours commencent avec le premier événement d’un cours et vont jusqu’au dernier jour complet.
