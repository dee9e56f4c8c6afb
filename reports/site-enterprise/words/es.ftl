report-site-enterprise-title = Empresas
