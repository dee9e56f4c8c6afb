# 内置视图的词语。
column-date = 日期
column-count = 当前注册
column-cumulative_count = 累计注册
column-week_ending = 一周截至
column-active = 活跃学习者
column-played_video = 观看了视频
column-attempted_problem = 尝试了习题
column-posted_forum = 参与了讨论
column-percent_of_current = 占当前学习者百分比
column-age = 年龄
column-learners = 学习者
column-percent_of_total = 占总数百分比
column-education_level = 教育背景
column-percent_of_known = 占已知百分比
column-current_enrollment = 当前注册
column-female = 女
column-male = 男
column-other = 其他
column-unknown = 未填写
column-country = 国家或地区
column-percent = 百分比
column-created = 计算时间

mode-audit = 旁听
mode-honor = 荣誉
mode-verified = 认证
mode-professional = 专业
mode-credit = 认证并计学分
mode-masters = 硕士
mode-none-used = 当前注册

tile-total-enrollment = 累计注册
tile-total-enrollment-help = 迄今所有注册过的人，包括已退出者
tile-current-enrollment = 当前注册
tile-current-enrollment-help = { $date }结束时的注册人数
tile-change-last-week = 最近一周变化
tile-change-last-week-help = 与{ $date }相比的净变化
tile-verified-enrollment = 认证注册
tile-masters-enrollment = 硕士注册
tile-track-help = 目前属于该类型

tile-active = 活跃学习者
tile-played_video = 观看了视频
tile-attempted_problem = 尝试了习题
tile-posted_forum = 参与了讨论
tile-week = 截至{ $date }的一周
tile-week-percent = 占当前学习者的 { $percent }
tile-week-percent-of = 占{ $date }注册学习者的 { $percent }
tile-week-no-percent = 占当前学习者的 { missing }

tile-median-age = 年龄中位数
tile-age-25-under = 25 岁及以下
tile-age-26-40 = 26 至 40 岁
tile-age-41-over = 41 岁及以上
tile-of-known-ages = 以已知年龄计
age-year = { $year } 年时的年龄
age-unknown = 未知
age-out-of-range = 超出范围
age-over = { $age } 岁及以上
age-out-of-range-note = { $count ->
   *[other] { $shown } 人填写的出生年份不可能正确（在未来）。
 }他们单独列出，不计入比例和中位数。

education-none = 无
education-primary = 小学
education-junior_secondary = 初中
education-secondary = 高中
education-associates = 大专
education-bachelors = 本科
education-masters = 硕士
education-doctorate = 博士
education-other = 其他
education-unknown = 未知
tile-education-school = 高中及以下
tile-education-college = 大学学历
tile-education-advanced = 研究生学历
tile-education-other = 其他
tile-of-known-education = 占已知背景

gender-f = 女
gender-m = 男
gender-o = 其他
gender-unknown = 未填写
known-share = { $percent } 的注册者填写了此项。
self-reported = 由学习者注册账户时自行填写。

tile-countries = 国家或地区
tile-top-country = 第一位国家或地区
tile-second-country = 第二位国家或地区
tile-third-country = 第三位国家或地区
tile-of-learners = 占学习者的 { $percent }
country-unknown = 未知国家

week-partial = 至今
week-partial-note = 最后一周尚未结束：其数字只包含到{ $date }为止的日子。

caption-enrollments = 注册
caption-learners = 学习者
caption-self-reported = 学习者（自行填写）
axis-share = 占已知比例

summary-trend = 从{ $from }到{ $to }，当前注册从 { $first } 变为 { $last }；最高为{ $peak_date }的 { $peak }。
summary-trend-one = { $to }的当前注册为 { $last }。
summary-weeks = { $count ->
   *[other] 在截至{ $to }的一周内有 { $shown } 人活跃；
 }最活跃的一周截至{ $peak_date }，有 { $peak } 人。
summary-ages = 年龄从 { $youngest } 到 { $oldest } 岁，中位数为 { $median }。
summary-ages-none = 没有人填写出生年份。
summary-education = 最常见的背景是{ $top }，占已知的 { $percent }。
summary-education-none = 没有人填写教育背景。
summary-gender = 已知者中：女 { $female }，男 { $male }，其他 { $other }。
summary-gender-none = 没有人填写性别。
summary-countries = { $count ->
   *[other] 大家从 { $shown } 个国家或地区连接；
 }最多的是{ $top }。
summary-countries-none = 没有可定位的连接。
