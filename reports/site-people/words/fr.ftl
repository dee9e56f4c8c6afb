report-site-people-title = Groupes de personnes
