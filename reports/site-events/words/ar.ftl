report-site-events-title = الأحداث
