report-site-catalog-title = دليل المقررات
