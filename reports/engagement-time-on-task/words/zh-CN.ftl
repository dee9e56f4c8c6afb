report-engagement-time_on_task-title = 学习时间
report-engagement-time_on_task-question = 大家在课程中花多长时间，做什么？
report-engagement-time_on_task-section-1-title = 迄今时间
report-engagement-time_on_task-section-1-help = 整个期间按活动类型；下方：多少人花了多长时间。
report-engagement-time_on_task-section-2-title = 每日小时数
report-engagement-time_on_task-section-2-help = 所有人的小时数合计。到下一个事件的时间计入，除非间隔超过半小时。
