report-learners-at_risk-title = Apprenants à risque
report-learners-at_risk-question = Qui risque de décrocher, et pourquoi ?
report-learners-at_risk-section-1-title = Apprenants à risque
report-learners-at_risk-section-1-help = Inscrits n’ayant pas réussi, ayant fait plus qu’ouvrir l’accueil du cours, et absents depuis sept jours ou plus (un réglage) pendant le cours. Le score ajoute un point ou plus par raison citée. Les adresses sont dans le fichier à télécharger.
