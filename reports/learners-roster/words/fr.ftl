report-learners-roster-title = Apprenants
report-learners-roster-question = Qui suit le cours, qui est engagé, et qui ne l’est pas ?
report-learners-roster-section-1-title = Apprenants
report-learners-roster-section-1-help = Toute personne inscrite un jour, avec ce qu’elle a fait durant les sept derniers jours complets.
report-learners-roster-about =
    Toute personne inscrite un jour, avec ce qu’elle a fait durant les sept derniers jours complets. Chiffres de cette semaine :

    - **Exercices tentés** et **exercices réussis** : exercices distincts ; les **tentatives par exercice réussi** comptent toutes les réponses de la semaine et manquent là où aucune n’était juste.
    - **Vidéos** : vidéos distinctes lancées. **Discussions** : fils, réponses et commentaires.

    Groupes :

    - *inactif* : rien durant les sept derniers jours ni les sept précédents ; *décroche* : quelque chose durant les précédents, rien durant les derniers ; *est parti* : a quitté le cours.
    - *très engagé* : dans la plage supérieure des exercices tentés, des exercices réussis, des vidéos ou des discussions ; *en difficulté* : dans la plage supérieure des tentatives par exercice réussi. Les plages sont celles de ce cours et de cette semaine : en dessous du 15ᵉ et à partir du 85ᵉ centile de toutes les personnes qui ont fait quelque chose, leurs zéros compris (pour les tentatives par exercice réussi, de toutes celles qui ont tenté un exercice).

    Ce que fait une personne est retrouvé par le nom d’utilisateur des événements.
