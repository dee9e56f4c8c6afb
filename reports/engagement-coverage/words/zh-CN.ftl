report-engagement-coverage-title = 课程覆盖度
report-engagement-coverage-question = 大家尝试了多少习题，观看了多少视频？
report-engagement-coverage-section-1-title = 尝试的习题
report-engagement-coverage-section-1-help = 在每个部分中未尝试任何习题、尝试至少一题或尝试全部习题的注册者，以及平均尝试习题比例。第一行是整门课程；图表显示各节。
report-engagement-coverage-section-1-none = 此处不知道这门课程的结构，或其中没有习题。
report-engagement-coverage-section-2-title = 观看的视频
report-engagement-coverage-section-2-help = 在每个部分中未观看任何视频、看过至少一个视频或看过全部视频的注册者（看过任意一段即可），以及平均观看视频比例。第一行是整门课程；图表显示各节。
report-engagement-coverage-section-2-none = 此处不知道这门课程的结构，或其中没有视频。
report-engagement-coverage-about =
    对于可做的内容，大家做了多少：在课程、每章和每节中，是否尝试了**全部习题、部分习题或没有尝试**过任何习题，以及是否看过**全部视频、部分视频或没有看**过任何视频。

    提交过被判为对或错的答案，就算尝试过该习题。实际看过视频的任意一段，无论多短，就算观看过该视频；只是加载了播放器，或者无人知道播放器是否继续播放，都不算。

    计数对象是最近一个完整日结束时的注册者。章、节、习题和视频以最新的课程结构为准；此后被删除的不计入任何数字。如果每位学习者只得到较大题库中的几道习题，那么*全部*指题库中的所有习题。
