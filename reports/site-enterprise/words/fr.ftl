report-site-enterprise-title = Entreprises
