report-engagement-active_learners-title = 活跃学习者
report-engagement-active_learners-question = 每天、每周、每月有多少不同的人来学习？
report-engagement-active_learners-section-1-title = 每日活跃学习者
report-engagement-active_learners-section-1-help = 每天在课程中有任何活动的不同人数。
report-engagement-active_learners-section-2-title = 每周和每月活跃学习者
report-engagement-active_learners-section-2-help = 每个完整的周（UTC 周一至周日）和每个完整的月内的不同人数。
