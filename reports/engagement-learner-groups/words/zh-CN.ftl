report-engagement-learner_groups-title = 学习者分组
report-engagement-learner_groups-question = 有多少人活跃、已通过，或可能即将放弃？
report-engagement-learner_groups-section-1-title = 概览
report-engagement-learner_groups-section-1-help = 所有注册者，每人属于一组。
report-engagement-learner_groups-section-2-title = 大家的现状
report-engagement-learner_groups-section-2-help = 所有注册者，每人属于一组。有风险：课程进行中且未通过，最后一次到访在七天或更久以前（可设置），并且做过的不止是打开首页。
