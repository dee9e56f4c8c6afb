report-performance-status-title = Notes et certificats
report-performance-status-question = Combien d’apprenants ont réussi, combien non, et combien sont en chemin ?
report-performance-status-section-1-title = Apprenants par état
report-performance-status-section-1-help = Apprenants inscrits à la fin du dernier jour complet. Réussi : une date de réussite et une mention dans le LMS. Non réussi : le cours est terminé.
report-performance-status-section-2-title = Tranches de notes
report-performance-status-section-2-help = Apprenants inscrits par note en pourcentage ; ceux sans note sont omis.
