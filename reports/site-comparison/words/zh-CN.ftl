report-site-comparison-title = 各次开课比较
report-site-comparison-question = 本次开课与该课程的其他开课相比如何？
report-site-comparison-section-1-title = 本课程的各次开课
report-site-comparison-section-1-help = 最近一个完整日的每次开课：注册、曾注册、曾活跃、最近七天活跃、平均访问页面比例、通过、平均成绩。
report-site-comparison-section-2-title = 同期比较
report-site-comparison-section-2-help = 所有开课均取最近一次已开始的开课所处的第几天。
report-site-comparison-section-3-title = 开课以来每日注册
report-site-comparison-section-3-help = 每天结束时的注册人数。第 0 天是开课日；开课日未知时为首个注册事件。
report-site-comparison-section-4-title = 开课以来每日曾活跃人数
report-site-comparison-section-4-help = 截至每天曾活跃的不同人数。
report-site-comparison-about =
    把目录中同一课程的各次开课并列，按各自的**开课以来第几天**对齐；开课日未知时，从其首个注册事件算起。第 0 天是开课日；之前的日子为负数。

    课程目录说明哪些开课属于同一课程；没有目录时，以课程 ID 中的机构和课程相同为准。*同期比较*把所有开课放在最近一次已开始的开课所处的第几天上比较，以免刚开始的开课与早先开课的全程相比。对于其他开课，读者只能看到自己有权查看的；若有隐藏的开课，其余的编号和比较就如同没有其他开课一样。

    通过的学习者与课程列表中的数字相同。平均成绩包括 LMS 中所有有成绩的人。
