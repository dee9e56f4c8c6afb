report-performance-graded-title = Contenu noté
report-performance-graded-question = Comment les apprenants réussissent-ils les devoirs notés ?
report-performance-graded-page-3-title = Réponses à l’exercice
report-performance-graded-section-1-title = Règles de notation
report-performance-graded-section-1-help = Types de devoirs, aussi larges qu’ils pèsent dans la note ; les très légers sont dessinés un peu plus larges pour rester faciles à viser.
report-performance-graded-section-2-title = Réponses par devoir
report-performance-graded-section-2-help = Moyennes des exercices de chaque devoir : apprenants dont la dernière réponse était juste, et les autres.
report-performance-graded-section-3-title = Réponses aux exercices
report-performance-graded-section-3-help = Apprenants selon leur dernière réponse.
report-performance-graded-section-4-title = Nombre de réponses
report-performance-graded-section-4-help = Apprenants selon leur dernière réponse. Les douze réponses les plus fréquentes sont dessinées.
report-performance-graded-about =
    Exercices qui comptent pour la note, par type de devoir, devoir et exercice.

    - Chaque apprenant compte une fois par exercice, avec sa **dernière** réponse. Pour un exercice à plusieurs parties compte la moyenne de ses parties.
    - **Justes** : c’est ainsi que la dernière réponse a été jugée ; une note partielle compte comme juste.
    - Les **moyennes** divisent par tous les exercices d’un devoir, y compris ceux auxquels personne n’a encore répondu ; le nombre d’exercices traités figure à côté.
    - Le **poids** d’un type est ce que disent les règles de notation du cours.
    - Un exercice est noté quand sa propre marque le dit ; l’entraînement à l’intérieur d’une sous-section notée est affiché avec les exercices non notés.
