report-engagement-learner_groups-title = 学习者分组
report-engagement-learner_groups-question = 有多少人活跃、已通过，或可能即将放弃？
report-engagement-learner_groups-section-1-title = 概览
report-engagement-learner_groups-section-1-help = 所有注册者，每人属于一组。
report-engagement-learner_groups-section-2-title = 大家的现状
report-engagement-learner_groups-section-2-help = 所有注册者，每人属于一组。有风险：课程进行中且未通过，最后一次到访在七天或更久以前（可设置），并且做过的不止是打开首页。
report-engagement-learner_groups-about =
    最近一个完整日结束时的每位注册者恰好属于一个组，即第一个符合的组：

    - **已通过**：LMS 中有等级成绩和通过时间。
    - **活跃**：从最近一个完整日往回数，七天之内（可设置）来过。60 天前活跃、今天又活跃的人属于活跃。
    - **有风险**：课程进行中，最后一次到访在七天或更久以前，并且做过的不止是打开首页：到过某一章或某个页面、播放过视频、提交过答案或在讨论中写过内容。
    - **其他**：其余的人。他们从未来过，或只看过课程首页，或课程不在进行中。

    课程从开始到结束的日期以课程目录或课程列表为准；未知的日期不作限制。
