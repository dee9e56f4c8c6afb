# 页面框架。
language-name = 简体中文
skip-to-content = 跳到内容
brand-home = { $site }：课程列表
menu-reports = 报告
menu-reports-of-course = 本课程的报告
course-home = 课程首页
display = 显示
display-language = 语言
display-theme = 主题
theme-auto = 跟随设备
theme-light = 浅色
theme-dark = 深色
display-apply = 应用
sign-out = 退出登录
sign-in = 登录
signed-in-as = 已以 { $user } 的身份登录
footer-product = 由 Olivine 提供，Open edX 的学习分析
footer-support = 联系支持
footer-utc = 所有日期和周均按 UTC 计算。
page-title = { $page } - { $course } | { $site }
page-title-site = { $page } | { $site }
page-description = { $what } – { $course } | { $site }
page-description-site = { $what } – { $site }

# 视角
lens-enrollment = 注册
lens-engagement = 参与
lens-performance = 成绩
lens-learners = 学习者
lens-site = 站点
lens-question-enrollment = 谁在我的课程里？
lens-question-engagement = 大家在我的课程里做什么？
lens-question-performance = 他们学得怎么样？
lens-question-learners = 谁需要关注？
lens-question-site = 各门课程的整体情况如何？
