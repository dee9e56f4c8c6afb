report-performance-outcomes-title = Acquis d’apprentissage
report-performance-outcomes-question = Comment les apprenants réussissent-ils chaque acquis d’apprentissage ?
report-performance-outcomes-page-2-title = Réponses à l’exercice
report-performance-outcomes-page-3-title = Réponses à l’exercice
report-performance-outcomes-section-1-title = Réponses par acquis
report-performance-outcomes-section-1-help = Moyennes des exercices de chaque acquis d’apprentissage. Toutes les réponses de tous les apprenants comptent, pas seulement la dernière de chacun.
report-performance-outcomes-section-2-title = Toutes les étiquettes
report-performance-outcomes-section-2-help = Toutes les réponses aux exercices portant l’étiquette, pas seulement la dernière de chacun.
report-performance-outcomes-section-3-title = Réponses aux exercices
report-performance-outcomes-section-3-help = Toutes les réponses aux exercices de cet acquis, pas seulement la dernière de chacun.
report-performance-outcomes-section-4-title = Nombre de réponses
report-performance-outcomes-section-4-help = Apprenants selon leur dernière réponse. Les douze réponses les plus fréquentes sont dessinées.
report-performance-outcomes-section-5-title = Nombre de réponses
report-performance-outcomes-section-5-help = Apprenants selon leur dernière réponse. Les douze réponses les plus fréquentes sont dessinées.
report-performance-outcomes-about =
    Toutes les réponses de tous les apprenants aux exercices qui portent des étiquettes de contenu, par étiquette. Les étiquettes d’un exercice sont celles de sa réponse la plus récente, et toutes ses réponses comptent pour elles, quelles que soient les étiquettes qu’il avait auparavant.

    - Un exercice dont la réponse la plus récente n’a pas d’étiquettes est omis.
    - Une réponse est **juste** quand l’exercice entier est juste.
    - Un **acquis d’apprentissage** est une valeur de l’étiquette `learning_outcome` ; un exercice qui en a deux compte pour les deux. Les autres étiquettes, comme `difficulty`, ne font que décrire.
    - Ces chiffres contiennent toutes les réponses de chaque apprenant, contrairement à ceux des exercices notés et non notés, où la dernière compte.
