report-site-courses-title = Cours
report-site-courses-question = Quelle est la taille des cours, et comment évolue-t-elle ?
