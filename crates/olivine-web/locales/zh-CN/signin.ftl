# 首页和登录。
landing-title = 看看您的课程进展如何
landing-claim = { $site } 让课程团队看到谁在学、做了什么、学得怎样：可信、可打开、可下载的数字。
landing-enrollment-ask = 我的学生是谁？
landing-enrollment-gain = 按类型和日期的注册情况、来自哪里，以及他们自己填写的信息。
landing-engagement-ask = 他们跟上了吗？
landing-engagement-gain = 每周有多少人访问、观看、尝试和讨论。
landing-performance-ask = 他们在哪里遇到困难？
landing-performance-gain = 在下一次开课之前了解难点。
sign-in-title = 登录
sign-in-user = 用户名
sign-in-password = 密码
sign-in-button = 登录
sign-in-failed = 用户名或密码错误，或者账户已停用。
sign-in-limited = 尝试次数过多。请等待 { $count ->
   *[other] { $minutes } 分钟
 } 后重试。
sign-in-busy = 此刻登录的人太多。请几秒钟后重试。
sign-in-needed = 请登录以查看该页面。
signed-out = 您已退出登录。
sign-in-help = 账户由本站点的运营者创建。

# 通过 LMS 登录。
sign-in-lms-button = 使用 Open edX 账户登录
sign-in-or = 或使用本站点的账户
sign-in-lms-state = 这次登录开始得太久、已经完成，或是在另一个浏览器中开始的。请重新开始。
sign-in-lms-denied = 您没有允许 Open edX 告知您的身份，因此未登录。
sign-in-lms-down = Open edX 没有响应，目前无法通过它登录。请几分钟后重试。
sign-in-lms-refused = Open edX 拒绝为本站点登录。站点运营者可以解决。
sign-in-lms-scope = Open edX 提供的信息太少：需要您的个人资料和用户编号。
sign-in-lms-token = 无法信任 Open edX 提供的关于您的信息。站点运营者可以解决。
sign-in-lms-clock = Open edX 与本站点的时钟不一致，因此无法登录。站点运营者可以解决。
sign-in-lms-disabled = 您的账户在本站点已停用。
sign-in-lms-name = 您的用户名属于本站点的另一个账户。站点运营者可以提供帮助。
sign-in-lms-rights = Open edX 没有告知您可以查看哪些课程。请几分钟后重试。
embed-whole-page = 打开完整报告
