report-performance-first_try-title = 首次尝试
report-performance-first_try-question = 哪些习题一次就答对，哪些需要多次尝试？
report-performance-first_try-section-1-title = 全部习题
report-performance-first_try-section-1-help = 全部习题：学习者与习题数量、首次答对的频率，以及每道尝试过的习题的尝试次数。
report-performance-first_try-section-2-title = 首次即答对
report-performance-first_try-section-2-help = 按课程顺序列出每道习题首次答对者占尝试者的比例。平均值为人均尝试次数；答对前的尝试次数只计答对者。
