report-enrollment-activity-title = 注册活动
report-enrollment-activity-question = 各类型的注册人数随时间如何变化？
report-enrollment-activity-section-1-title = 注册指标
report-enrollment-activity-section-1-help = 最近一个完整日结束时的状态。总数下降表示有人退出。
report-enrollment-activity-section-2-title = 每日注册人数
report-enrollment-activity-section-2-help = 每天结束时各类型的注册人数，已扣除退出者。
report-enrollment-activity-section-3-title = 注册随时间变化
report-enrollment-activity-section-3-help = 同样的数字按天列出。
report-enrollment-activity-about =
    数字来自注册事件，从不取自 LMS 的注册表，这样才能知道历史。一个人每天恰好属于一个类型：截至当天结束时最后一个注册事件的类型，无论那是哪种事件。

    - **当前注册**（`count`）：当天结束时的注册人数。
    - **累计注册**（`cumulative_count`）：迄今在课程中有过任何注册事件的人数，也包括唯一的事件是更改类型或退出的人。

    日期从课程的第一个事件开始，到最近一个完整日为止。
