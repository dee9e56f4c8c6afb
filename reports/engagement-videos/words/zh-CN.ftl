report-engagement-videos-title = 视频参与
report-engagement-videos-question = 大家观看哪些视频，看到哪里，重看什么？
report-engagement-videos-section-1-title = 视频观看
report-engagement-videos-section-1-help = 每章视频的平均值：看到结尾的人（结尾前 30 秒或 5%），以及开始观看的其他人。
report-engagement-videos-section-2-title = 观看时长
report-engagement-videos-section-2-help = 在时钟允许的范围内，大家实际观看了多久。不重复时间对每人每秒只计一次；重复时间是重看的部分；看完的学习者指几乎全部看完的人。
report-engagement-videos-section-3-title = 视频观看
report-engagement-videos-section-3-help = 每节视频的平均值：看到结尾的人（结尾前 30 秒或 5%），以及开始观看的其他人。
report-engagement-videos-section-4-title = 视频观看
report-engagement-videos-section-4-help = 看到每个视频结尾的人（结尾前 30 秒或 5%），以及开始观看的其他人。
report-engagement-videos-section-5-title = 观看者
report-engagement-videos-section-5-help = 看过前五秒的人，以及在结尾前 30 秒或 5% 处仍在观看的人。
report-engagement-videos-section-6-title = 视频总观看
report-engagement-videos-section-6-help = 哪些位置被观看，以五秒为单位。重播指同一个人首次之后的观看。
report-engagement-videos-section-7-title = 按章观看
report-engagement-videos-section-7-help = 在每个人看过任意一段的所有视频中：观看了时长的多少，重看了多少。第一行是整门课程；图表显示各章。
report-engagement-videos-about =
    对同样事件的两种看法：

    - **按片段的观看**是课程团队熟悉的数字：视频按五秒切成片段，一次观看从播放开始，到下一次暂停、跳转或停止为止，并计入经过的片段。*看完*统计在结尾前 30 秒或 5% 处的片段仍在观看的人。播放器从未报告结束的观看不包括在内。
    - **观看时长**关心大家实际看了多久。采信的时长不超过时钟和播放速度所允许的范围；中间没有结束的再次播放，以及页面被关闭，也会结束一段观看；一段观看可以跨越午夜。*不重复*时间对每个人把视频的每一秒只计一次，*重复*时间是重看的部分，*花费时间*是时钟上的时间。*看完的学习者*指几乎看完应看部分的人：课程团队设定了剪辑范围时，就是该范围。

    观看的人不一定已注册。
