report-site-enterprise-title = المؤسسات
