report-performance-answers-title = 习题提交
report-performance-answers-question = 学习者的首次和最后回答是什么？
report-performance-answers-section-1-title = 习题提交
report-performance-answers-section-1-help = 习题的每个部分一行。每位学习者计一次，分别按首次和最后一次提交。
