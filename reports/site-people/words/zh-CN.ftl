report-site-people-title = 人员分组
