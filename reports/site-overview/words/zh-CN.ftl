report-site-overview-title = 站点概览
report-site-overview-question = 整个站点的情况如何？
report-site-overview-section-1-title = 注册
report-site-overview-section-1-help = 每天所有课程的当前注册总数。同时在两门课程中的人计两次。
report-site-overview-section-2-title = 每周活跃人数
report-site-overview-section-2-help = 每个完整的周（UTC 周一至周日）内在任何课程中有任何活动的不同人数。
report-site-overview-about =
    所有课程合计的数字，供站点的管理者查看。计数的是**注册**而不是人：同时在两门课程中的人计两次。**活跃**的人每周计一次，无论在多少门课程中。
