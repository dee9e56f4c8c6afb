report-performance-answers-title = Réponses aux exercices
report-performance-answers-question = Quelles réponses ont données les apprenants, d’abord et enfin ?
report-performance-answers-section-1-title = Réponses aux exercices
report-performance-answers-section-1-help = Une ligne par partie d’exercice. Chaque apprenant compte une fois, avec sa première et avec sa dernière réponse.
