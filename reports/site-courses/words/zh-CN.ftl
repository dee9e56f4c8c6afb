report-site-courses-title = 课程
report-site-courses-question = 课程规模多大，如何变化？
