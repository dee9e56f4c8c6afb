report-learners-roster-title = Apprenants
report-learners-roster-question = Qui suit le cours, qui est engagé, et qui ne l’est pas ?
report-learners-roster-section-1-title = Apprenants
report-learners-roster-section-1-help = Toute personne inscrite un jour, avec ce qu’elle a fait durant les sept derniers jours complets.
