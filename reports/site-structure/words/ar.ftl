report-site-structure-title = بنية المقرر
