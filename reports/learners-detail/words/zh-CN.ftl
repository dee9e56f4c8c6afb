report-learners-detail-title = 学习者详情
report-learners-detail-question = 某个人每天在课程中做了什么？
report-learners-detail-section-1-title = 学习者
report-learners-detail-section-1-help = 名册中该人的信息。
report-learners-detail-section-2-title = 每日活动
report-learners-detail-section-2-help = 从第一个有活动的日子到最近一个完整日。请在名册中选择一个人，或在地址中给出用户名。
report-learners-detail-section-3-title = 活动随时间变化
report-learners-detail-section-3-help = 同样的数字按天列出。
