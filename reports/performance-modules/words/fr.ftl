report-performance-modules-title = Notes et visites par bloc
report-performance-modules-question = Combien de points obtient-on à chaque exercice, et combien ont ouvert chaque sous-section ?
report-performance-modules-section-1-title = Sous-sections ouvertes
report-performance-modules-section-1-help = Apprenants ayant ouvert une sous-section au moins une fois, selon le LMS.
report-performance-modules-section-2-title = Points obtenus
report-performance-modules-section-2-help = Apprenants par bloc et points obtenus, selon le LMS. Les blocs sans points sont omis.
report-performance-modules-about =
    Le LMS garde une ligne par apprenant et par bloc où l’apprenant a fait quelque chose. Les **notes** comptent ces lignes selon les points obtenus et les points possibles ; un exercice dont les points possibles ne sont pas connus a un groupe à lui. Les **visites** comptent les apprenants qui ont ouvert une sous-section au moins une fois. Les deux sont l’état de la copie la plus récente du LMS, pas un historique ; on ne demande pas si l’apprenant est encore inscrit.
