report-engagement-completion-title = 课程完成度
report-engagement-completion-question = 大家在课程中走多远，停在哪里？
report-engagement-completion-section-1-title = 大家走多远
report-engagement-completion-section-1-help = 注册者按其访问的课程页面比例分组，向上取整到十个百分点。0：没有访问任何页面。
report-engagement-completion-section-2-title = 章与节
report-engagement-completion-section-2-help = 在每个部分中未访问任何页面、访问至少一页或访问全部页面的注册者，以及平均访问页面比例。第一行是整门课程。
report-engagement-completion-section-3-title = 页面到达情况
report-engagement-completion-section-3-help = 按课程顺序访问每个页面的注册者。下降处就是大家停下的地方。
