report-learners-time_on_task-title = وقت التعلم لكل متعلم
report-learners-time_on_task-question = كم قضى كل متعلم في المساق، وفي ماذا؟
report-learners-time_on_task-section-1-title = وقت كل متعلم
report-learners-time_on_task-section-1-help = يُحسب الوقت حتى الحدث التالي للمتعلم ما لم يبعد أكثر من نصف ساعة.
report-learners-time_on_task-about =
    وقت التعلم لكل متعلم طوال المدة، محسوبًا كما في `engagement.time_on_task`. و*الأيام* هي التي فيها أي نشاط في المساق. والمتعلم الذي لا تعرفه أحدث لقطة من نظام إدارة التعلم لا اسم له هنا، بل رقم فقط.
