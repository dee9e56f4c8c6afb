report-performance-modules-title = 各区块的成绩与访问
report-performance-modules-question = 学习者在每道习题得多少分，多少人打开过每一节？
report-performance-modules-section-1-title = 打开的节
report-performance-modules-section-1-help = 据 LMS，至少打开过一次该节的学习者。
report-performance-modules-section-2-title = 得分情况
report-performance-modules-section-2-help = 据 LMS，按区块和得分统计的学习者。没有分数的区块不计。
report-performance-modules-about =
    LMS 为每位学习者和其做过任何事的每个区块保留一行记录。**成绩**按得分和满分统计这些记录；满分未知的习题单独成组。**访问**统计至少打开过一次某一节的学习者。两者都是最新 LMS 快照的状态，不是历史；不考虑学习者是否仍在注册。
