report-learners-at_risk-title = Apprenants à risque
report-learners-at_risk-question = Qui risque de décrocher, et pourquoi ?
report-learners-at_risk-section-1-title = Apprenants à risque
report-learners-at_risk-section-1-help = Inscrits n’ayant pas réussi, ayant fait plus qu’ouvrir l’accueil du cours, et absents depuis sept jours ou plus (un réglage) pendant le cours. Le score ajoute un point ou plus par raison citée. Les adresses électroniques sont dans le fichier à télécharger.
report-learners-at_risk-section-1-none = Personne dans ce cours n’est à risque.
report-learners-at_risk-about =
    Personnes qui sont inscrites, n’ont pas réussi, ont fait plus qu’ouvrir l’accueil du cours et sont venues pour la dernière fois il y a sept jours ou plus (un réglage du rapport sur les groupes d’apprenants), alors que le cours a lieu.

    Le **score** additionne des points, chacun avec sa raison (les pages la disent en mots, les tableaux et fichiers ont les codes entre parenthèses) :

    - (`away`) dernière visite il y a tant de jours : un point ; deux à partir du double, trois à partir du quadruple des jours après lesquels une personne est tenue pour absente ;
    - (`deadline`) le cours se termine dans les 28 jours : un point ; dans les 7 jours, deux ;
    - (`activity`) dans les 28 derniers jours, actif moins de la moitié du nombre de jours des 28 précédents : un ;
    - (`trend`) sur au moins trois réponses ces 28 derniers jours, une part de justes inférieure à celle d’avant d’au moins un cinquième de toutes les réponses : un ;
    - (`answers`) moins de la moitié d’au moins cinq réponses justes : un ;
    - (`grade`) une note inférieure à 50 % : un.

    Le score ordonne la liste. Ce n’est pas une probabilité.
