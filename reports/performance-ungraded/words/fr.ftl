report-performance-ungraded-title = Exercices non notés
report-performance-ungraded-question = Comment les apprenants réussissent-ils les exercices d’entraînement ?
report-performance-ungraded-page-3-title = Réponses à l’exercice
report-performance-ungraded-section-1-title = Réponses par section
report-performance-ungraded-section-1-help = Moyennes des exercices de chaque section : apprenants dont la dernière réponse était juste, et les autres.
report-performance-ungraded-section-2-title = Réponses par sous-section
report-performance-ungraded-section-2-help = Moyennes des exercices de chaque sous-section : apprenants dont la dernière réponse était juste, et les autres.
report-performance-ungraded-section-3-title = Réponses aux exercices
report-performance-ungraded-section-3-help = Apprenants selon leur dernière réponse.
report-performance-ungraded-section-4-title = Nombre de réponses
report-performance-ungraded-section-4-help = Apprenants selon leur dernière réponse. Les douze réponses les plus fréquentes sont dessinées.
report-performance-ungraded-about =
    Exercices qui ne comptent pas pour la note, par section, sous-section et exercice.

    - Chaque apprenant compte une fois par exercice, avec sa **dernière** réponse. Pour un exercice à plusieurs parties compte la moyenne de ses parties.
    - **Justes** : c’est ainsi que la dernière réponse a été jugée ; une note partielle compte comme juste.
    - Les **moyennes** divisent par tous les exercices d’une section, y compris ceux auxquels personne n’a encore répondu ; le nombre d’exercices traités figure à côté.
    - Les exercices qui ont reçu des réponses mais ne sont plus dans le cours sont à part, pour que leur historique ne soit pas perdu.
