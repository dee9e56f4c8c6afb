report-site-structure-title = Structure du cours
