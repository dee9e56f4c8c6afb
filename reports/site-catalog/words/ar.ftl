report-site-catalog-title = دليل المساقات
