report-performance-status-title = Notes et certificats
report-performance-status-question = Combien d’apprenants ont réussi, combien non, et combien sont en chemin ?
report-performance-status-section-1-title = Apprenants par état
report-performance-status-section-1-help = Apprenants inscrits à la fin du dernier jour complet. Réussi : une date de réussite et une note en lettre dans le LMS. Non réussi : le cours est terminé.
report-performance-status-section-2-title = Tranches de notes
report-performance-status-section-2-help = Apprenants inscrits par note en pourcentage ; ceux sans note sont omis.
report-performance-status-section-3-title = Scores par sous-section
report-performance-status-section-3-help = Apprenants inscrits selon leur score dans chaque sous-section : la note que le LMS en garde, sinon les points obtenus sur les points possibles dans ses exercices, y compris ceux non tentés. Les apprenants qui n’y ont aucun score sont omis.
report-performance-status-section-3-none = Aucun apprenant inscrit n’a de score dans une sous-section, ou la structure de ce cours n’est pas connue ici.
report-performance-status-about =
    Toute personne inscrite à la fin du dernier jour complet est dans un de trois groupes :

    - **réussi** : le LMS a une date de réussite et une note en lettre ;
    - **non réussi** : sans réussite, et le cours est terminé ;
    - **en cours** : tous les autres, y compris quand la fin du cours n’est pas connue.

    Les **tranches de notes** comptent les apprenants selon leur note dans le LMS, par pas de dix pour cent ; qui n’a pas encore de note n’y figure pas. Les **certificats** sont ceux qu’un apprenant peut télécharger. Notes et certificats sont ceux de la copie la plus récente du LMS.
