report-engagement-forum-title = 讨论
report-engagement-forum-question = 讨论有多活跃，谁在参与，讨论什么？
report-engagement-forum-section-1-title = 每周讨论
report-engagement-forum-section-1-help = 每个完整的周（UTC 周一至周日）的主题帖、回复、评论和投票，以及发帖者、发帖或投票者的不同人数。
report-engagement-forum-section-2-title = 话题
report-engagement-forum-section-2-help = 整个期间内谈论最多的内容。
report-engagement-forum-about =
    计数依据讨论服务的记录：发起的主题帖、回复、评论、投出和收回的投票。**发帖者**至少写过其中之一；**参与者**写过或投过票。阅读、关注、编辑和删除一概不计；后来被删除的帖子仍计入其写下的那一天。教学人员发帖与学习者同样计数。

    每周为 UTC 周一至周日；只显示完整的周。话题沿用讨论服务中的名称。
