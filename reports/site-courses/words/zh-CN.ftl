report-site-courses-title = 课程
report-site-courses-question = 课程规模多大，如何变化？
report-site-courses-about =
    每次开课一行：各类型的规模、最近七天的变化，以及通过的人数。标题和日期取自课程目录；没有目录时为空。LMS 中有通过时间和等级成绩的人算作通过；不考虑此人是否仍在注册。一周前有人而现在没有人的类型不列出，因此其减少不计入变化。
