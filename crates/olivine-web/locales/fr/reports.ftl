# Mots des vues intégrées.
column-date = Date
column-count = Inscriptions actuelles
column-cumulative_count = Inscriptions totales
column-week_ending = Semaine finissant le
column-active = Apprenants actifs
column-played_video = Ont regardé une vidéo
column-attempted_problem = Ont tenté un exercice
column-posted_forum = Ont participé aux discussions
column-percent_of_current = Pourcentage des apprenants actuels
column-age = Âge
column-learners = Apprenants
column-percent_of_total = Pourcentage du total
column-education_level = Niveau d’études
column-percent_of_known = Pourcentage des connus
column-current_enrollment = Inscriptions actuelles
column-female = Femmes
column-male = Hommes
column-other = Autre
column-unknown = Non indiqué
column-country = Pays ou région
column-percent = Pourcentage
column-created = Calculé

mode-audit = Auditeur libre
mode-honor = Honneur
mode-verified = Vérifié
mode-professional = Professionnel
mode-credit = Vérifié avec crédits
mode-masters = Master
mode-none-used = Inscriptions actuelles

tile-total-enrollment = Inscriptions totales
tile-total-enrollment-help = toute personne inscrite un jour, même partie depuis
tile-current-enrollment = Inscriptions actuelles
tile-current-enrollment-help = inscrits à la fin du { $date }
tile-change-last-week = Évolution sur une semaine
tile-change-last-week-help = solde, par rapport au { $date }
tile-verified-enrollment = Inscriptions vérifiées
tile-masters-enrollment = Inscriptions en master
tile-track-help = actuellement dans ce parcours

tile-active = Apprenants actifs
tile-played_video = Ont regardé une vidéo
tile-attempted_problem = Ont tenté un exercice
tile-posted_forum = Ont participé aux discussions
tile-week = semaine finissant le { $date }
tile-week-percent = { $percent } des apprenants actuels
tile-week-percent-of = { $percent } des inscrits au { $date }
tile-week-no-percent = { missing } des apprenants actuels

tile-median-age = Âge médian
tile-age-25-under = 25 ans et moins
tile-age-26-40 = De 26 à 40 ans
tile-age-41-over = 41 ans et plus
tile-of-known-ages = des âges connus
age-year = Âges en { $year }
age-unknown = Inconnu
age-out-of-range = Hors limites
age-over = { $age } et plus
age-out-of-range-note = { $count ->
    [one] { $shown } personne a donné une année de naissance impossible (dans le futur). Elle est comptée
   *[other] { $shown } personnes ont donné une année de naissance impossible (dans le futur). Elles sont comptées
 } à part, hors des pourcentages et de la médiane.

education-none = Aucun
education-primary = Primaire
education-junior_secondary = Collège
education-secondary = Lycée
education-associates = Bac + 2
education-bachelors = Licence
education-masters = Master
education-doctorate = Doctorat
education-other = Autre
education-unknown = Inconnu
tile-education-school = Lycée ou moins
tile-education-college = Diplôme universitaire
tile-education-advanced = Master ou doctorat
tile-education-other = Autre
tile-of-known-education = des niveaux connus

gender-f = Femmes
gender-m = Hommes
gender-o = Autre
gender-unknown = Non indiqué
known-share = { $percent } des inscrits l’ont indiqué.
self-reported = Déclaré par les apprenants à la création de leur compte.

tile-countries = Pays ou régions
tile-top-country = Premier pays ou région
tile-second-country = Deuxième pays ou région
tile-third-country = Troisième pays ou région
tile-of-learners = { $percent } des apprenants
country-unknown = Pays inconnu

week-partial = jusqu’ici
week-partial-note = La dernière semaine n’est pas finie : ses chiffres portent sur les jours jusqu’au { $date }.

caption-enrollments = Inscriptions
caption-learners = Apprenants
caption-self-reported = Apprenants (déclaré)
axis-share = Part des connus

summary-trend = Du { $from } au { $to }, les inscriptions actuelles sont passées de { $first } à { $last } ; le maximum était de { $peak } le { $peak_date }.
summary-trend-one = Le { $to }, les inscriptions actuelles étaient de { $last }.
summary-weeks = { $count ->
    [one] Dans la semaine finissant le { $to }, { $shown } personne était active ;
   *[other] Dans la semaine finissant le { $to }, { $shown } personnes étaient actives ;
 } la semaine la plus active finissait le { $peak_date }, avec { $peak }.
summary-ages = Les âges vont de { $youngest } à { $oldest } ans ; la médiane est de { $median }.
summary-ages-none = Personne n’a indiqué son année de naissance.
summary-education = Le niveau le plus courant est { $top }, avec { $percent } des connus.
summary-education-none = Personne n’a indiqué son niveau d’études.
summary-gender = Parmi les connus : femmes { $female }, hommes { $male }, autre { $other }.
summary-gender-none = Personne n’a indiqué son genre.
summary-countries = { $count ->
    [one] On se connecte depuis { $shown } pays ou région ;
   *[other] On se connecte depuis { $shown } pays ou régions ;
 } le plus fréquent est { $top }.
summary-countries-none = Aucune connexion n’a pu être localisée.
