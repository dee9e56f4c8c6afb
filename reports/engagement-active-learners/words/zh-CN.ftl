report-engagement-active_learners-title = 活跃学习者
report-engagement-active_learners-question = 每天、每周、每月有多少不同的人来学习？
report-engagement-active_learners-section-1-title = 每日活跃学习者
report-engagement-active_learners-section-1-help = 每天在课程中有任何活动的不同人数。
report-engagement-active_learners-section-2-title = 每周和每月活跃学习者
report-engagement-active_learners-section-2-help = 每个完整的周（UTC 周一至周日）和每个完整的月内的不同人数。
report-engagement-active_learners-about =
    在课程中有任何活动的不同的人：与 `engagement.content` 中的*活跃*相同，但平台自行所做的事（成绩、证书、群组）在这里不使任何人算作活跃。一周内来了三天的人，在按天的数字中计三次，在该周中计一次，因此较长周期的数字不是较短周期数字之和。每周从周一开始，月份按日历，均为 UTC；只显示完整的周期。就站点而言，在多门课程中活跃的人只计一次。
