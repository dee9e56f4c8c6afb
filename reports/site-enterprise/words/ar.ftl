report-site-enterprise-title = عملاء المؤسسات
