report-site-structure-title = 课程结构
