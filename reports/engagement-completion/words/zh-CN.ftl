report-engagement-completion-title = 课程完成度
report-engagement-completion-question = 大家在课程中走多远，停在哪里？
report-engagement-completion-section-1-title = 大家走多远
report-engagement-completion-section-1-help = 注册者按其访问的课程页面比例分组，向上取整到十个百分点。0：没有访问任何页面。
report-engagement-completion-section-1-none = 此处不知道这门课程的结构，或其中还没有页面，或无人注册。
report-engagement-completion-section-2-title = 章与节
report-engagement-completion-section-2-help = 在每个部分中未访问任何页面、访问至少一页或访问全部页面的注册者，以及平均访问页面比例。第一行是整门课程。
report-engagement-completion-section-2-none = 此处不知道这门课程的结构，或其中还没有页面。
report-engagement-completion-section-3-title = 页面到达情况
report-engagement-completion-section-3-help = 按课程顺序访问每个页面的注册者。下降处就是大家停下的地方。
report-engagement-completion-section-3-none = 此处不知道这门课程的结构，或其中还没有页面。
report-engagement-completion-about =
    这里的**页面**就是学习者所说的单元：一节中的一步。只要有任何事件表明，就算一个人访问过某个页面：页面的地址、在序列中的移动、应用中的屏幕、完成记录，或者在该页面的习题或视频上的学习。次数和时长不计。

    计数对象是最近一个完整日结束时的注册者。章、节和页面以最新的课程结构为准；此后被删除的页面不计入任何数字。学习者看不到的页面（草稿、仅限教学人员）属于课程结构，因此也属于所说的*全部*页面。
