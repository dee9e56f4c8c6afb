report-enrollment-activity-title = 注册活动
report-enrollment-activity-question = 各类型的注册人数随时间如何变化？
report-enrollment-activity-section-1-title = 注册指标
report-enrollment-activity-section-1-help = 最近一个完整日结束时的状态。总数下降表示有人退出。
report-enrollment-activity-section-2-title = 每日注册人数
report-enrollment-activity-section-2-help = 每天结束时各类型的注册人数，已扣除退出者。
report-enrollment-activity-section-3-title = 注册随时间变化
report-enrollment-activity-section-3-help = 同样的数字按天列出。
