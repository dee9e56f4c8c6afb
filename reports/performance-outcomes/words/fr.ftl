report-performance-outcomes-title = Acquis d’apprentissage
report-performance-outcomes-question = Comment réussissent les apprenants aux exercices de chaque étiquette ?
report-performance-outcomes-section-1-title = Détail des acquis
report-performance-outcomes-section-1-help = Toutes les réponses aux exercices portant l’étiquette, pas seulement la dernière de chacun.
