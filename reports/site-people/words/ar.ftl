report-site-people-title = مجموعات الأشخاص
