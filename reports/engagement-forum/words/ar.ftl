report-engagement-forum-title = النقاشات
report-engagement-forum-question = ما مدى حيوية النقاشات، ومن يشارك فيها، وعمّ تدور؟
report-engagement-forum-section-1-title = النقاشات حسب الأسبوع
report-engagement-forum-section-1-help = المواضيع والردود والتعليقات والأصوات، والأشخاص المختلفون الذين كتبوا، أو كتبوا أو صوّتوا، في كل أسبوع مكتمل من الاثنين إلى الأحد بتوقيت UTC.
report-engagement-forum-section-2-title = المحاور
report-engagement-forum-section-2-help = ما كُتب عنه أكثر من غيره، على مدى الوقت كله.
