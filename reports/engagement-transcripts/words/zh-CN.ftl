report-engagement-transcripts-title = 文字稿与字幕
report-engagement-transcripts-question = 在哪些视频上，大家会打开文字稿或字幕，或下载文字稿？
report-engagement-transcripts-section-1-title = 文字稿与字幕的使用
report-engagement-transcripts-section-1-help = 按课程顺序列出每个视频中打开或关闭文字稿或字幕、打开语言菜单或下载文字稿的人，每人计一次。学习者是观看过其中任何部分的人。
report-engagement-transcripts-about =
    这里的**文字稿**是视频旁边的文本，而**字幕**是画面上的文字。打开或关闭其中之一的人，无论多少次，每个视频只计一次。在**语言菜单**中可以选择两者的语言。向平台请求文字稿文件的人，就算**下载**了文字稿。

    播放器会记住文字稿是否打开，课程也可以为所有人打开它：没有动过它而跟着阅读的人在这里看不到，而关闭它可能是关于某人的第一条记录。这里的**学习者**是真正观看过视频任何部分的人，与视频报告相同；使用文字稿的人不一定在其中。无须注册课程。
