report-learners-at_risk-title = 有风险的学习者
report-learners-at_risk-question = 谁可能即将放弃，为什么？
report-learners-at_risk-section-1-title = 有风险的学习者
report-learners-at_risk-section-1-help = 课程进行期间已注册、未通过、做过的不止是打开首页，且已有七天或更久（可设置）未到访的人。每个列出的原因加一分或更多。邮箱地址在下载文件中。
report-learners-at_risk-section-1-none = 本课程中没有有风险的学习者。
report-learners-at_risk-about =
    课程进行期间已注册、未通过、做过的不止是打开首页，并且最后一次到访在七天或更久以前（学习者分组报告的设置）的人。

    各项得分相加得到**分值**，每项都有其原因（页面用文字说明，表格和下载文件用括号中的代码）：

    - （`away`）最后一次到访距今的天数：一分；达到视为离开的天数的两倍起计两分，四倍起计三分；
    - （`deadline`）课程在 28 天内结束：一分；7 天内结束：两分；
    - （`activity`）最近 28 天的活跃天数不到之前 28 天的一半：一分；
    - （`trend`）最近 28 天至少有三个答案，且答对的比例比之前低，降幅至少为全部答案的五分之一：一分；
    - （`answers`）至少五个答案中答对的不到一半：一分；
    - （`grade`）成绩低于 50%：一分。

    名单按分值排序。分值不是概率。
