# 关于完成度、首次尝试、学习者分组、讨论和开课比较的报告中的列。
column-up_to_percent = 至多页面百分比
column-pages = 页面
column-visited_none = 未访问
column-visited_some = 访问了部分
column-visited_all = 全部访问
column-visited_percent = 平均访问百分比
column-page = 页面
column-reach_percent = 占注册者百分比
column-tried_none = 未尝试
column-tried_some = 尝试了部分
column-tried_all = 全部尝试
column-tried_percent = 平均尝试百分比
column-watched_none = 未观看
column-watched_some = 观看了部分
column-watched_all = 全部观看
column-watched_percent = 平均观看百分比
column-tried = 学习者与习题组合
column-first_try_right = 首次即答对
column-first_try_percent = 首次答对百分比
column-right_percent = 最终答对百分比
column-mean_tries = 人均尝试次数
column-mean_right_tries = 人均答对次数
column-mean_wrong_tries = 人均答错次数
column-mean_tries_until_right = 答对前的尝试次数
column-days_away = 未到天数
column-reasons = 原因
column-threads = 主题帖
column-responses = 回复
column-comments = 评论
column-votes = 投票
column-writers = 发帖者
column-participants = 参与者
column-day_zero = 起算日
column-day_number = 第几天
column-ever_enrolled = 曾注册
column-ever_active = 曾活跃
column-active_last_week = 最近 7 天活跃
column-passing_percent = 通过百分比
column-mean_grade_percent = 平均成绩百分比
column-same_day_number = 比较日（第几天）
column-same_day_enrolled = 注册
column-same_day_ever_enrolled = 曾注册
column-same_day_ever_active = 曾活跃
risk-reasons = { $before }；{ $next }
risk-away = { $count ->
   *[other] 上次来是 { $shown } 天前
 }
risk-deadline = { $count ->
    [0] 课程今天结束
   *[other] 课程还有 { $shown } 天结束
 }
risk-activity = 最近 28 天中有 { $lately } 天活跃，之前 28 天中有 { $before } 天
risk-trend = 最近 28 天 { $lately } 个答案中对 { $right_lately } 个，之前 { $before } 个中对 { $right_before } 个
risk-answers = 总共 { $tries } 个答案中对 { $right } 个
risk-grade = 目前成绩 { $percent }
