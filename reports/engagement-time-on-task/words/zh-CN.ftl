report-engagement-time_on_task-title = 学习时间
report-engagement-time_on_task-question = 大家在课程中花多长时间，做什么？
report-engagement-time_on_task-section-1-title = 迄今时间
report-engagement-time_on_task-section-1-help = 整个期间按活动类型；下方：多少人花了多长时间。
report-engagement-time_on_task-section-2-title = 每日小时数
report-engagement-time_on_task-section-2-help = 所有人的小时数合计。到下一个事件的时间计入，除非间隔超过半小时。
report-engagement-time_on_task-about =
    日志记录的是人们何时做了什么，而不是在那里坐了多久。从一个人的一个事件到下一个事件的时间，计入前一个事件所涉及的内容，除非两者的间隔超过*最大间隔*（30 分钟）：这时认为此人已离开，只计入*尾段*（一分钟）。因此，阅读时间超过最大间隔的页面只计一分钟，一直开着的页面也不会多计。

    在其他课程或课程之外的时间计入那里，不计入这里。平台自行完成的事（注册、成绩、证书、后台工作）不算活动。
