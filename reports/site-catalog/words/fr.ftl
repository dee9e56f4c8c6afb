report-site-catalog-title = Catalogue des cours
