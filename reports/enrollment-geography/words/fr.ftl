report-enrollment-geography-title = Géographie des inscriptions
report-enrollment-geography-question = D’où se connectent les inscrits ?
report-enrollment-geography-section-1-title = Indicateurs géographiques
report-enrollment-geography-section-1-help = Pays et régions connus ; les parts portent sur tous les inscrits.
report-enrollment-geography-section-2-title = Répartition géographique
report-enrollment-geography-section-2-help = Pays de l’adresse de la connexion la plus récente, quel que soit le cours.
report-enrollment-geography-section-3-title = Détail géographique
report-enrollment-geography-section-3-help = La même chose en chiffres.
report-enrollment-geography-about =
    Le pays d’une personne est celui de l’adresse réseau du dernier événement avec une adresse, quel que soit le cours. Les inscriptions sont celles de la table du LMS. Deux groupes n’ont pas de pays : `UNKNOWN` (une adresse impossible à localiser : privée, mal formée ou absente de la base) et la valeur vide (aucun événement avec une adresse).
