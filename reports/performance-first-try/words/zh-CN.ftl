report-performance-first_try-title = 首次尝试
report-performance-first_try-question = 哪些习题一次就答对，哪些需要多次尝试？
report-performance-first_try-section-1-title = 全部习题
report-performance-first_try-section-1-help = 全部习题：学习者与习题数量、首次答对的频率，以及每道尝试过的习题的尝试次数。
report-performance-first_try-section-2-title = 首次即答对
report-performance-first_try-section-2-help = 按课程顺序列出每道习题首次答对者占尝试者的比例。平均值为人均尝试次数；答对前的尝试次数只计答对者。
report-performance-first_try-about =
    一次**尝试**是对习题的一次评分提交，并被判为对或错。学习者的**首次尝试**是按事件时间已知的最早一次，无论之后如何。*首次即答对*是首次尝试就答对的学习者占所有尝试过该习题的学习者的比例：十位学习者中有五位一次就答对，即为 50%。

    计入**答对前的尝试次数**的只有答对该习题的学习者，直到并包括其首次答对的尝试。有多个部分的习题，各部分全部答对才算答对。
