report-engagement-content-title = Participation au contenu
report-engagement-content-question = Combien de personnes sont actives chaque semaine, et à quoi ?
report-engagement-content-section-1-title = Indicateurs d’activité
report-engagement-content-section-1-help = Personnes distinctes dans la dernière semaine complète, du lundi au dimanche UTC. Actives : ont visité au moins une page ; s’inscrire ou partir ne compte pas.
report-engagement-content-section-2-title = Participation hebdomadaire
report-engagement-content-section-2-help = Personnes distinctes par semaine et type d’activité. Une personne peut figurer dans plusieurs courbes.
report-engagement-content-section-3-title = Détail de la participation
report-engagement-content-section-3-help = Les mêmes chiffres par semaine. Les pourcentages portent sur les inscrits à la fin de cette semaine.
