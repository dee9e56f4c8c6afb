# 课程首页。
home-headline-title = 概览
home-headline-help = 本课程最新的完整数字，以及与前一周相比的变化。
home-basics-title = 关于本课程
home-course-name = 课程名称
home-course-key = 课程 ID
home-start = 开始日期
home-end = 结束日期
home-status = 状态
home-pacing = 进度方式
status-not-started = 尚未开始
status-in-progress = 进行中
status-ended = 已结束
home-tools-title = 外部工具
tool-instructor = 教师面板
tool-courseware = 课程内容
tool-studio = Studio
home-freshness-title = 数据时效
home-freshness-help = 每份报告的数据完整到哪一天，以及何时计算。
home-freshness-table = 各报告的数据时效
freshness-report = 报告
freshness-as-of = 完整截至
freshness-created = 计算时间（UTC）
freshness-state = 状态
freshness-lag = { $count ->
    [0] 最新
   *[other] 落后 { $days } 天
 }
freshness-never = 从未计算
home-no-reports-title = 所有报告均已关闭
home-no-reports-text = 本站点的运营者关闭了所有报告。
