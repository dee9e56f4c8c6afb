report-enrollment-activity-title = Activité des inscriptions
report-enrollment-activity-question = Combien de personnes sont inscrites, par parcours, au fil du temps ?
report-enrollment-activity-section-1-title = Indicateurs d’inscription
report-enrollment-activity-section-1-help = État à la fin du dernier jour complet. Un total en baisse signifie que des personnes sont parties.
report-enrollment-activity-section-2-title = Inscriptions par jour
report-enrollment-activity-section-2-help = Inscrits à la fin de chaque jour, par parcours, déduction faite des départs.
report-enrollment-activity-section-3-title = Inscriptions au fil du temps
report-enrollment-activity-section-3-help = Les mêmes chiffres par jour.
