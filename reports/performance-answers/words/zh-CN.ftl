report-performance-answers-title = 习题提交
report-performance-answers-question = 学习者的首次和最后回答是什么？
report-performance-answers-section-1-title = 习题提交
report-performance-answers-section-1-help = 习题的每个部分一行。每位学习者计一次，分别按首次和最后一次提交。
report-performance-answers-about =
    对每位学习者和每道习题，计入首次提交和最后一次提交，无论何时提交；中间的尝试不计。有多个部分的习题，每个部分各有一个分布。

    - **首次**和**最后**统计在首次提交和最后一次提交中给出该答案的学习者。
    - 仅在首尾空白上不同的答案视为相同。同一习题的不同变体（种子）分开列出。
    - 是否显示某个部分由其最近的答案决定：其类型必须是答案可以计数的类型。作文、绘图和代码不是。
    - 答案是否正确以其最近一次提交为准，因此之后的重新评分也会反映出来。
    - 没有用户名的提交不计；标识超过 255 个字符的部分和习题也不计。
