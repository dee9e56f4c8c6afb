# Tableaux, pages, tri.
table-label = Tableau : { $what }
sort-by = Trier par { $column }
table-rows = Lignes { $from } à { $to } sur { $total }
table-size = Lignes par page
pager = Pages de { $what }
pager-first = Première
pager-previous = Précédente
pager-next = Suivante
pager-last = Dernière
pager-page = Page { $number }
range-from = Du
range-to = Au
range-apply = Afficher
