report-performance-ungraded-title = 不计分习题
report-performance-ungraded-question = 学习者在练习题上的表现如何？
report-performance-ungraded-page-3-title = 习题提交
report-performance-ungraded-section-1-title = 各章的提交
report-performance-ungraded-section-1-help = 每章习题的平均值：最后一次提交正确的学习者，以及其他学习者。
report-performance-ungraded-section-2-title = 各节的提交
report-performance-ungraded-section-2-help = 每节习题的平均值：最后一次提交正确的学习者，以及其他学习者。
report-performance-ungraded-section-3-title = 习题提交
report-performance-ungraded-section-3-help = 按最后一次提交统计学习者。
report-performance-ungraded-section-4-title = 提交数
report-performance-ungraded-section-4-help = 按最后一次提交的答案统计学习者。图中显示最常见的十二个答案。
report-performance-ungraded-about =
    不计入成绩的习题，按章、节和习题列出。

    - 每位学习者对每道习题计一次，以**最后**一次提交为准。有多个部分的习题，计各部分的平均值。
    - **正确**指最后一次提交的判定结果；部分得分算作正确。
    - **平均值**除以一章的全部习题，也包括还没有人作答的习题；旁边列出有人作答的习题数。
    - 有人作答过但已不在课程中的习题单独列出，以免丢失其历史。
