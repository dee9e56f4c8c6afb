report-learners-detail-title = تفاصيل المتعلم
report-learners-detail-question = ماذا فعل شخص في المساق، يومًا بيوم؟
report-learners-detail-section-1-title = المتعلم
report-learners-detail-section-1-help = من هو، كما تعرفه القائمة.
report-learners-detail-section-2-title = النشاط اليومي
report-learners-detail-section-2-help = من أول يوم فيه نشاط إلى آخر يوم مكتمل. اختر شخصًا من القائمة أو اكتب اسم مستخدم.
report-learners-detail-section-3-title = النشاط عبر الزمن
report-learners-detail-section-3-help = الأرقام نفسها يومًا بيوم.
report-learners-detail-about =
    ما فعله كل شخص كل يوم بأجزاء المساق:

    - **مسائل حاول حلها** و**مسائل صحيحة**: مسائل مختلفة قُدّمت إلى الخادم، وما كانت له منها إجابة صحيحة في ذلك اليوم.
    - **مقاطع فيديو شوهدت**: مقاطع فيديو مختلفة شُغّلت.
    - **مساهمات في المناقشات**: منشورات وردود وتعليقات.

    يُعرف الأشخاص باسم المستخدم في الأحداث. ومن لا اسم له لا يُعدّ، إلا إذا اختير لهم اسم خاص (`store_anonymous_username`): عندها يكونون جميعًا شخصًا واحدًا.
