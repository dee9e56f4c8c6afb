report-learners-time_on_task-title = 各学习者的学习时间
report-learners-time_on_task-question = 每位学习者在课程中花了多长时间，做什么？
report-learners-time_on_task-section-1-title = 每位学习者的时间
report-learners-time_on_task-section-1-help = 到该学习者下一个事件的时间计入，除非间隔超过半小时。
