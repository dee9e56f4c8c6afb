# 课程列表。
courses-title = 课程
courses-question = 我的课程规模如何，要打开哪一门？
courses-tiles-title = 您的全部课程
courses-tiles-help = 按注册计数，而非按人：参加两门课程的人计两次。
courses-search = 搜索
courses-search-label = 课程名称或课程 ID
courses-search-hint = 每个词都必须出现。
courses-filter-apply = 应用筛选
courses-filters = 筛选
filter-availability = 开放状态
filter-pacing = 进度方式
filter-programs = 项目
availability-archived = 已归档
availability-current = 进行中
availability-upcoming = 即将开始
availability-unknown = 未知
pacing-self = 自定进度
pacing-instructor = 教师安排进度
pacing-unknown = 未知
filters-in-use = 使用中的筛选
filter-chip = { $group }：{ $value }
filter-chip-search = “{ $text }”
filter-remove = 移除筛选 { $what }
filters-clear = 全部清除
results-count = { $count ->
    [0] 没有课程
   *[other] { $shown } 门课程
 }
courses-table = 课程列表
courses-column-name = 课程
courses-column-start = 开始
courses-column-end = 结束
courses-column-total = 累计注册
courses-column-current = 当前注册
courses-column-change = 最近一周变化
courses-column-verified = 认证
courses-column-masters = 硕士
courses-column-passing = 通过的学习者
courses-untitled = 无标题课程
courses-none-match-title = 没有匹配的课程
courses-none-match-text = 请更改搜索内容或清除筛选。
courses-none-title = 还没有课程数据
courses-none-text = 第一次计算之后列表才有内容，此后每次计算都会更新。
courses-bad-query-title = 无法理解该地址
courses-bad-query-text = 其中的筛选、排序或页码不存在。
courses-bad-query-link = 显示全部课程
