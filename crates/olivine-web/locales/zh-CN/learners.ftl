# 学习者：名册和详情。
learners-period = { $start }至{ $end }的活动
learners-period-none = 尚未计算任何活动。
learners-search-label = 姓名、用户名或邮箱
learners-search-hint = 输入其中任意一部分即可。
learners-cohort = 群组
learners-track = 注册类型
learners-all = 全部
learners-with-inactive = 同时显示不活跃的学习者
learners-show-inactive = 同时显示不活跃的学习者
learners-count = { $count ->
    [0] 没有学习者
   *[other] { $shown } 名学习者
 }
learners-none-title = 没有匹配的学习者
learners-none-text = 请更改搜索内容或筛选。
learners-no-ratio = 不适用
learners-rank-high = （高）
learners-rank-low = （低）
learners-column-username = 学习者
learners-column-problems-attempted = 尝试的习题
learners-column-problems-completed = 答对的习题
learners-column-problem-attempts-per-completed = 每道答对习题的尝试次数
learners-column-videos-viewed = 视频
learners-column-discussion-contributions = 讨论
learners-segment-inactive = 不活跃
learners-segment-disengaging = 参与下降
learners-segment-unenrolled = 已退出
learners-segment-highly-engaged = 高度参与
learners-segment-struggling = 遇到困难
column-problems_attempted = 尝试的习题
column-problems_completed = 答对的习题
column-videos_viewed = 观看的视频
column-discussion_contributions = 讨论贡献
tile-learner-name = 学习者
tile-learner-track = 注册类型
tile-learner-cohort = 群组
tile-learner-last-active = 最近活动
summary-learner-days = { $count ->
   *[other] 在 { $shown } 天中有 { $active } 天活跃，
 }最近一次在{ $last }。
learners-return = 返回学习者列表
person-label = 用户名
person-show = 显示
person-choose-title = 请选择一名学习者
person-choose-text = 从学习者名册中打开一位，或输入用户名。
person-unknown-title = 没有使用该用户名的学习者
person-unknown-text = 本课程中没有人使用该用户名。请输入用户名，而不是姓名或邮件地址；在学习者名册中可以按这三项搜索。
