report-performance-status-title = 成绩与证书
report-performance-status-question = 多少学习者通过，多少没有，多少还在进行？
report-performance-status-section-1-title = 按状态的学习者
report-performance-status-section-1-help = 最近一个完整日结束时的注册学习者。通过：LMS 中有通过时间和等级成绩。未通过：课程已结束。
report-performance-status-section-2-title = 成绩分段
report-performance-status-section-2-help = 按百分制成绩统计的注册学习者；没有成绩者不计。
