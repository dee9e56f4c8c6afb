report-performance-grade_history-title = 成绩变化
report-performance-grade_history-question = 课程的成绩每周如何变化？
report-performance-grade_history-section-1-title = 每周通过的学习者
report-performance-grade_history-section-1-help = 每个完整的周（UTC 周一至周日）结束时成绩已知的学习者，以及已通过的学习者。新通过：上一周结束时尚未通过。
report-performance-grade_history-section-1-none = 截至已结束的各周，日志中没有这门课程的成绩。LMS 主要在其后台进程的日志中记录成绩：没有该日志，或没有读取它，就无从得知以前的成绩。
report-performance-grade_history-section-2-title = 每周平均成绩
report-performance-grade_history-section-2-help = 每个完整的周结束时，所有已有成绩的学习者的最新成绩的平均值。
report-performance-grade_history-section-2-none = 截至已结束的各周，日志中没有这门课程的成绩。
report-performance-grade_history-about =
    LMS 只保存学习者的最新成绩；以前的成绩由事件说明：LMS 用这些事件说明它计算了成绩，或某人通过了、不再通过。在每周结束时，凡此前有这类事件提到的**学习者**，其状态由其中最新的事件给出，无论是否仍在注册：

    - **通过**：最新的事件带有等级成绩，或说明学习者已通过；
    - **未通过**：不是上述状态，且课程在该周最后一天之前已结束；
    - **进行中**：其他所有人，也包括课程结束日期未知的情况。

    那些在本周结束时已通过、而上一周结束时未通过的人是**新通过**。图中的**平均成绩**是届时所有已有成绩的学习者的平均值。

    每周为 UTC 周一至周日；只显示完整的周。最后一周不一定与 LMS 中的成绩一致：没有事件提到的成绩在此处无从得知。
