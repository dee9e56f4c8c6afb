report-site-catalog-title = 课程目录
