report-engagement-forum-title = 讨论
report-engagement-forum-question = 讨论有多活跃，谁在参与，讨论什么？
report-engagement-forum-section-1-title = 每周讨论
report-engagement-forum-section-1-help = 每个完整的周（UTC 周一至周日）的主题帖、回复、评论和投票，以及发帖者、发帖或投票者的不同人数。
report-engagement-forum-section-2-title = 话题
report-engagement-forum-section-2-help = 整个期间内谈论最多的内容。
