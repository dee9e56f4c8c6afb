report-site-enterprise-title = 企业
