report-performance-first_try-title = Premiers essais
report-performance-first_try-question = Quels exercices sont réussis d’emblée, et lesquels demandent de nombreux essais ?
report-performance-first_try-section-1-title = Tous les exercices
report-performance-first_try-section-1-help = Sur tous les exercices du cours : apprenants et exercices, fréquence de réussite au premier essai, et essais par exercice tenté.
report-performance-first_try-section-2-title = Juste au premier essai
report-performance-first_try-section-2-help = Part des apprenants dont le premier essai était juste, parmi ceux qui ont essayé, par exercice dans l’ordre du cours. Les moyennes sont des essais par apprenant ; les essais jusqu’à la réussite sont ceux des apprenants qui ont réussi.
report-performance-first_try-about =
    Un **essai** est une réponse notée à un exercice, jugée juste ou fausse. Le **premier essai** d’un apprenant est le plus ancien qui soit connu, selon l’heure de l’événement, quoi qu’il soit venu ensuite. *Juste au premier essai* est la part des apprenants dont le premier essai était juste parmi tous ceux qui ont tenté l’exercice : sur dix apprenants dont cinq avaient juste d’emblée, c’est 50 %.

    Les **essais jusqu’à la réussite** ne comptent que les apprenants qui ont réussi l’exercice, jusqu’à leur premier essai juste compris. Un exercice à plusieurs parties est juste quand elles le sont toutes.
