report-site-courses-title = Cours
report-site-courses-question = Quelle est la taille des cours, et comment évolue-t-elle ?
report-site-courses-about =
    Une ligne par session de cours : sa taille par parcours, l’évolution sur les sept derniers jours, et combien de personnes réussissent. Titres et dates viennent du catalogue des cours ; sans lui, ils sont vides. Une personne réussit quand le LMS a une date de réussite et une note en lettre ; on ne demande pas si elle est encore inscrite. Un parcours qui avait des inscrits il y a une semaine et n’en a plus n’est pas cité ; sa perte ne fait donc pas partie de l’évolution.
