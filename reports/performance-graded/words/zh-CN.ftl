report-performance-graded-title = 计分内容
report-performance-graded-question = 学习者在计分作业上的表现如何？
report-performance-graded-page-3-title = 习题提交
report-performance-graded-section-1-title = 评分政策
report-performance-graded-section-1-help = 各类作业，宽度为其在成绩中的比重；比重很小的画得稍宽，便于点选。
report-performance-graded-section-2-title = 各作业的提交
report-performance-graded-section-2-help = 每项作业的习题平均值：最后一次提交正确的学习者，以及其他学习者。
report-performance-graded-section-3-title = 习题提交
report-performance-graded-section-3-help = 按最后一次提交统计学习者。
report-performance-graded-section-4-title = 提交数
report-performance-graded-section-4-help = 按最后一次提交的答案统计学习者。图中显示最常见的十二个答案。
report-performance-graded-about =
    计入成绩的习题，按作业类型、作业和习题列出。

    - 每位学习者对每道习题计一次，以**最后**一次提交为准。有多个部分的习题，计各部分的平均值。
    - **正确**指最后一次提交的判定结果；部分得分算作正确。
    - **平均值**除以一项作业的全部习题，也包括还没有人作答的习题；旁边列出有人作答的习题数。
    - 类型的**比重**以课程的评分政策为准。
    - 习题自身标记为计分时才算计分；计分的节中的练习与不计分习题一起显示。
