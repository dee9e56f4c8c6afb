report-site-people-title = Grupos de personas
