report-performance-status-title = 成绩与证书
report-performance-status-question = 多少学习者通过，多少没有，多少还在进行？
report-performance-status-section-1-title = 按状态的学习者
report-performance-status-section-1-help = 最近一个完整日结束时的注册学习者。通过：LMS 中有通过时间和等级成绩。未通过：课程已结束。
report-performance-status-section-2-title = 成绩分段
report-performance-status-section-2-help = 按百分制成绩统计的注册学习者；没有成绩者不计。
report-performance-status-section-3-title = 各节得分
report-performance-status-section-3-help = 注册学习者按其在每节中的得分统计：LMS 为该节保存的成绩；没有时，为该节习题中得到的分数占可得分数的比例，包括未尝试的习题。在该节没有任何得分的学习者不计。
report-performance-status-section-3-none = 没有注册学习者在任何一节有得分，或此处不知道这门课程的结构。
report-performance-status-about =
    最近一个完整日结束时的每位注册者属于三个组之一：

    - **通过**：LMS 中有通过时间和等级成绩；
    - **未通过**：没有通过，且课程已结束；
    - **进行中**：其他所有人，也包括课程结束日期未知的情况。

    图表中的**成绩分段**按 LMS 中的成绩统计学习者，以百分之十为一段；尚无成绩的人不计入。**证书**是学习者可以下载的证书。成绩和证书取自最新的 LMS 快照。
