# Liste des cours.
courses-title = Cours
courses-question = Quelle est la taille de mes cours, et lequel ouvrir ?
courses-tiles-title = Dans tous vos cours
courses-tiles-help = Des inscriptions, pas des personnes distinctes : qui suit deux cours compte deux fois.
courses-search = Rechercher
courses-search-label = Nom ou clé du cours
courses-search-hint = Tous les mots doivent figurer.
courses-filter-apply = Appliquer les filtres
courses-filters = Filtres
filter-availability = Disponibilité
filter-pacing = Rythme
filter-programs = Programmes
availability-archived = Archivé
availability-current = En cours
availability-upcoming = À venir
availability-unknown = Inconnue
pacing-self = À son rythme
pacing-instructor = Au rythme de l’enseignant
pacing-unknown = Inconnu
filters-in-use = Filtres utilisés
filter-chip = { $group } : { $value }
filter-chip-search = « { $text } »
filter-remove = Retirer le filtre { $what }
filters-clear = Tout retirer
results-count = { $count ->
    [0] Aucun cours
    [one] { $shown } cours
   *[other] { $shown } cours
 }
courses-table = Liste des cours
courses-column-name = Cours
courses-column-start = Début
courses-column-end = Fin
courses-column-total = Inscriptions totales
courses-column-current = Inscriptions actuelles
courses-column-change = Évolution sur une semaine
courses-column-verified = Vérifiés
courses-column-masters = Master
courses-column-passing = Apprenants ayant réussi
courses-untitled = Cours sans titre
courses-none-match-title = Aucun cours ne correspond
courses-none-match-text = Modifiez la recherche ou retirez les filtres.
courses-none-title = Pas encore de données sur les cours
courses-none-text = La liste se remplit après le premier calcul ; chaque calcul la met à jour.
courses-bad-query-title = L’adresse n’a pas été comprise
courses-bad-query-text = Elle contient un filtre, un ordre ou une page qui n’existe pas.
courses-bad-query-link = Afficher tous les cours
