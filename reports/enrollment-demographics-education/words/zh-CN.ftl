report-enrollment-demographics-education-title = 按教育背景的注册者构成
report-enrollment-demographics-education-question = 注册者的教育程度如何？
report-enrollment-demographics-education-section-1-title = 教育指标
report-enrollment-demographics-education-section-1-help = 以已知背景计算。四个比例之和为全部已知者。
report-enrollment-demographics-education-section-2-title = 教育背景
report-enrollment-demographics-education-section-2-help = 已完成的最高学历，占已知背景的比例。
report-enrollment-demographics-education-section-3-title = 教育明细
report-enrollment-demographics-education-section-3-help = 同样内容的数字。
report-enrollment-demographics-education-about =
    教育程度取自 LMS 个人资料，使用其完整名称。只保留最近一个完整日。

    这些资料由大家在注册账户时自行填写，很多人没有填写：比例以填写者为基数。当前注册和累计注册与*注册活动*中的数字相同，按个人资料细分。
