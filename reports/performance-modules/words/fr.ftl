report-performance-modules-title = Notes et visites par bloc
report-performance-modules-question = Combien de points obtient-on à chaque exercice, et combien ont ouvert chaque sous-section ?
report-performance-modules-section-1-title = Sous-sections ouvertes
report-performance-modules-section-1-help = Apprenants ayant ouvert une sous-section au moins une fois, selon le LMS.
report-performance-modules-section-2-title = Points obtenus
report-performance-modules-section-2-help = Apprenants par bloc et points obtenus, selon le LMS. Les blocs sans points sont omis.
