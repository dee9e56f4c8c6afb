report-engagement-content-title = Participation au contenu
report-engagement-content-question = Combien de personnes sont actives chaque semaine, et à quoi ?
report-engagement-content-section-1-title = Indicateurs d’activité
report-engagement-content-section-1-help = Personnes distinctes dans la dernière semaine complète, du lundi au dimanche UTC. Actives : ont visité au moins une page ; s’inscrire ou partir ne compte pas.
report-engagement-content-section-2-title = Participation hebdomadaire
report-engagement-content-section-2-help = Personnes distinctes par semaine et type d’activité. Une personne peut figurer dans plusieurs courbes.
report-engagement-content-section-3-title = Détail de la participation
report-engagement-content-section-3-help = Les mêmes chiffres par semaine. Les pourcentages portent sur les inscrits à la fin de cette semaine.
report-engagement-content-about =
    Les semaines vont du lundi au dimanche, UTC. On compte les personnes distinctes d’une semaine. Les indicateurs et l’API de données n’ont que des semaines complètes ; la page montre aussi les jours écoulés de la semaine en cours et le précise.

    - **Actives** : tout événement dans le cours, visites de pages comprises ; s’inscrire ou partir n’est pas à lui seul une activité, pas plus que ce que font les tâches de fond. Qui est actif n’est pas forcément inscrit.
    - **Ont regardé une vidéo**, **ont tenté un exercice** (une réponse notée) et **ont participé aux discussions** (un fil, une réponse ou un commentaire) en font partie.
