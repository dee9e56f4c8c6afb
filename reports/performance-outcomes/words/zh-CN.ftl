report-performance-outcomes-title = 学习成果
report-performance-outcomes-question = 学习者在各标签习题上的表现如何？
report-performance-outcomes-section-1-title = 成果明细
report-performance-outcomes-section-1-help = 带有该标签的习题的所有提交，而不仅是每人的最后一次。
