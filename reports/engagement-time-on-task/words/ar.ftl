report-engagement-time_on_task-title = وقت العمل
report-engagement-time_on_task-question = كم يقضي الناس في المقرر، وفي ماذا؟
report-engagement-time_on_task-section-1-title = الوقت حتى الآن
report-engagement-time_on_task-section-1-help = طوال المدة بحسب نوع النشاط، وكم شخصًا قضى كم من الوقت.
report-engagement-time_on_task-section-2-title = الساعات كل يوم
report-engagement-time_on_task-section-2-help = ساعات الجميع معًا. يُحسب الوقت حتى الحدث التالي ما لم يبعد أكثر من نصف ساعة.
