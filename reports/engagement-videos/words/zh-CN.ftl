report-engagement-videos-title = 视频参与
report-engagement-videos-question = 大家观看哪些视频，看到哪里，重看什么？
report-engagement-videos-section-1-title = 视频观看
report-engagement-videos-section-1-help = 看到每个视频结尾的人（结尾前 30 秒或 5 %），以及开始观看的其他人。
report-engagement-videos-section-2-title = 视频总观看
report-engagement-videos-section-2-help = 每个视频的哪些位置被观看，以五秒为单位；重播指同一个人首次之后的观看。
report-engagement-videos-section-3-title = 观看时长
report-engagement-videos-section-3-help = 在时钟允许的范围内，大家实际观看了多久。唯一时间对每人每秒只计一次；重复时间是重看的部分；完成指几乎看完的人。
