report-learners-detail-title = 学习者详情
report-learners-detail-question = 某个人每天在课程中做了什么？
report-learners-detail-section-1-title = 学习者
report-learners-detail-section-1-help = 名册中该人的信息。
report-learners-detail-section-2-title = 每日活动
report-learners-detail-section-2-help = 从第一个有活动的日子到最近一个完整日。请在名册中选择一个人，或在上方输入用户名。
report-learners-detail-section-3-title = 活动随时间变化
report-learners-detail-section-3-help = 同样的数字按天列出。
report-learners-detail-about =
    每个人每天对课程各部分所做的事：

    - **尝试的习题**和**答对的习题**：提交到服务器的不同习题，以及其中当天有正确答案的习题。
    - **观看的视频**：播放过的不同视频。
    - **讨论贡献**：主题帖、回复和评论。

    通过事件中的用户名识别每个人。没有用户名的人不计，除非为他们指定一个名称（`store_anonymous_username`）：这时他们合计为一个人。
