report-site-structure-title = بنية المساق
