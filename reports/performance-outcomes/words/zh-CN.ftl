report-performance-outcomes-title = 学习成果
report-performance-outcomes-question = 学习者在各项学习成果上的表现如何？
report-performance-outcomes-page-2-title = 习题提交
report-performance-outcomes-page-3-title = 习题提交
report-performance-outcomes-section-1-title = 各成果的提交
report-performance-outcomes-section-1-help = 每项学习成果的习题平均值。计入所有学习者的全部提交，而不仅是每人的最后一次。
report-performance-outcomes-section-2-title = 全部标签
report-performance-outcomes-section-2-help = 带有该标签的习题的所有提交，而不仅是每人的最后一次。
report-performance-outcomes-section-3-title = 习题提交
report-performance-outcomes-section-3-help = 具有此成果的习题的所有提交，而不仅是每人的最后一次。
report-performance-outcomes-section-4-title = 提交数
report-performance-outcomes-section-4-help = 按最后一次提交的答案统计学习者。图中显示最常见的十二个答案。
report-performance-outcomes-section-5-title = 提交数
report-performance-outcomes-section-5-help = 按最后一次提交的答案统计学习者。图中显示最常见的十二个答案。
report-performance-outcomes-about =
    所有学习者对带有内容标签的习题的全部提交，按标签列出。习题的标签以其最近一次提交为准，其全部提交都计入这些标签，无论之前有哪些标签。

    - 最近一次提交没有标签的习题不计。
    - 整道习题答对时，提交才算**正确**。
    - **学习成果**是标签 `learning_outcome` 的一个值；有两个学习成果的习题对两者都计。其他标签（如 `difficulty`）只作说明。
    - 这些数字包含每位学习者的每次提交，与只计最后一次提交的计分习题和不计分习题不同。
