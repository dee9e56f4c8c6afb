report-enrollment-geography-title = Géographie des inscriptions
report-enrollment-geography-question = D’où se connectent les inscrits ?
report-enrollment-geography-section-1-title = Indicateurs géographiques
report-enrollment-geography-section-1-help = Pays et régions connus ; les parts portent sur tous les inscrits.
report-enrollment-geography-section-2-title = Répartition géographique
report-enrollment-geography-section-2-help = Pays de l’adresse de la connexion la plus récente, quel que soit le cours.
report-enrollment-geography-section-3-title = Détail géographique
report-enrollment-geography-section-3-help = La même chose en chiffres.
