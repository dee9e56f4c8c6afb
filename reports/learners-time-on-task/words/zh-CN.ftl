report-learners-time_on_task-title = 各学习者的学习时间
report-learners-time_on_task-question = 每位学习者在课程中花了多长时间，做什么？
report-learners-time_on_task-section-1-title = 每位学习者的时间
report-learners-time_on_task-section-1-help = 到该学习者下一个事件的时间计入，除非间隔超过半小时。
report-learners-time_on_task-about =
    每位学习者在整个期间的学习时间，计算方法与 `engagement.time_on_task` 相同。*天数*是在课程中有任何活动的日子。最新的 LMS 快照中没有的学习者在这里没有名字，只有编号。
