report-engagement-content-title = 内容参与
report-engagement-content-question = 每周有多少人活跃，在做什么？
report-engagement-content-section-1-title = 学习者活动指标
report-engagement-content-section-1-help = 最近一个完整的周（UTC 周一至周日）内的不同人数。活跃：至少访问了一个页面；注册和退出不计。
report-engagement-content-section-2-title = 每周学习者参与
report-engagement-content-section-2-help = 按周和活动类型的不同人数。同一个人可能出现在多条线中。
report-engagement-content-section-3-title = 内容参与明细
report-engagement-content-section-3-help = 同样的数字按周列出。百分比以该周结束时的注册者为基数。
report-engagement-content-about =
    每周为 UTC 周一至周日；计数为一周内的不同人数。指标和数据 API 只含完整的周；页面还显示尚未结束的一周到目前为止的天数，并加以注明。

    - **活跃**：课程中的任何事件，包括访问页面；仅仅注册或退出不算活动，后台程序所做的事也不算。活跃的人不一定已注册。
    - **观看了视频**、**尝试了习题**（经过评分的提交）和**参与了讨论**（主题帖、回复或评论）是其中的一部分。
