report-learners-at_risk-title = 有风险的学习者
report-learners-at_risk-question = 谁可能即将放弃，为什么？
report-learners-at_risk-section-1-title = 有风险的学习者
report-learners-at_risk-section-1-help = 课程进行期间已注册、未通过、做过的不止是打开首页，且已有七天或更久（可设置）未到访的人。每个列出的原因加一分或更多。邮箱地址在下载文件中。
