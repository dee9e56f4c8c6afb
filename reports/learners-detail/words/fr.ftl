report-learners-detail-title = Détails de l’apprenant
report-learners-detail-question = Qu’a fait une personne dans le cours, jour après jour ?
report-learners-detail-section-1-title = Apprenant
report-learners-detail-section-1-help = Qui c’est, d’après la liste des apprenants.
report-learners-detail-section-2-title = Activité par jour
report-learners-detail-section-2-help = Du premier jour d’activité au dernier jour complet. Choisissez une personne dans la liste, ou donnez un nom d’utilisateur ci-dessus.
report-learners-detail-section-3-title = Activité au fil du temps
report-learners-detail-section-3-help = Les mêmes chiffres par jour.
report-learners-detail-about =
    Ce que chaque personne a fait chaque jour avec les parties du cours :

    - **Exercices tentés** et **exercices réussis** : exercices distincts envoyés au serveur et, parmi eux, ceux qui ont eu une réponse juste ce jour-là.
    - **Vidéos vues** : vidéos distinctes lancées.
    - **Contributions aux discussions** : fils, réponses et commentaires.

    Les personnes sont reconnues au nom d’utilisateur des événements. Qui n’en a pas ne compte pas, sauf si un nom est choisi pour elles (`store_anonymous_username`) : elles sont alors toutes une seule personne.
