report-learners-roster-title = 学习者
report-learners-roster-question = 谁在课程里，谁在参与，谁没有？
report-learners-roster-section-1-title = 学习者
report-learners-roster-section-1-help = 所有曾注册的人，及其最近七个完整日的活动。
