report-engagement-drop_off-title = 中途停下
report-engagement-drop_off-question = 大家停在哪一章、哪一节？
report-engagement-drop_off-section-1-title = 大家停在哪里
report-engagement-drop_off-section-1-help = 到达每个部分的注册者，以及以该部分为最远处的注册者：最近七天（可设置）在课程中活跃的人可能继续，其余的人已停下。停下的百分比以到达该部分的人为基数。第一行是整门课程；图表显示各节。
report-engagement-drop_off-section-1-none = 此处不知道这门课程的结构，或其中还没有页面，因此无法得知大家走到了哪里。
report-engagement-drop_off-about =
    只要访问过某一章或某一节的任何页面，无论由何种事件表明，就算**到达**了它，与课程完成度报告相同。一个人的**最远**一节，是其到达过的各节中按课程顺序排在最后的一节，即使之前有跳过的节，或之后又回到了更早的节。

    在以某个部分为最远处的人中，截至最近一个完整日的七天内（可设置）在课程中活跃的人**可能继续**，其余的人在那里**停下**了。最后一节就是课程的终点：停在那里的人走完了全程。这里不考虑是否已通过课程。

    计数对象是最近一个完整日结束时的注册者。章和节以最新的课程结构为准；没有页面的部分不列出。
