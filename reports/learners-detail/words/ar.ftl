report-learners-detail-title = تفاصيل المتعلم
report-learners-detail-question = ماذا فعل شخص في المقرر، يومًا بيوم؟
report-learners-detail-section-1-title = المتعلم
report-learners-detail-section-1-help = من هو، كما تعرفه القائمة.
report-learners-detail-section-2-title = النشاط اليومي
report-learners-detail-section-2-help = من أول يوم فيه نشاط إلى آخر يوم مكتمل. اختر شخصًا من القائمة أو اكتب اسم مستخدم.
report-learners-detail-section-3-title = النشاط عبر الزمن
report-learners-detail-section-3-help = الأرقام نفسها يومًا بيوم.
