report-performance-first_try-title = Premiers essais
report-performance-first_try-question = Quels exercices sont réussis d’emblée, et lesquels demandent de nombreux essais ?
report-performance-first_try-section-1-title = Tous les exercices
report-performance-first_try-section-1-help = Sur tous les exercices du cours : apprenants et exercices, fréquence de réussite au premier essai, et essais par exercice tenté.
report-performance-first_try-section-2-title = Juste au premier essai
report-performance-first_try-section-2-help = Part des apprenants dont le premier essai était juste, parmi ceux qui ont essayé, par exercice dans l’ordre du cours. Les moyennes sont des essais par apprenant ; les essais avant la réussite sont ceux des apprenants qui ont réussi.
