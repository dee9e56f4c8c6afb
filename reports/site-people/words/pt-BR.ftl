report-site-people-title = Grupos de pessoas
