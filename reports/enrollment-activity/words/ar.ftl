report-enrollment-activity-title = نشاط التسجيل
report-enrollment-activity-question = كم عدد المسجلين، حسب المسار، على مر الزمن؟
report-enrollment-activity-section-1-title = مقاييس التسجيل
report-enrollment-activity-section-1-help = الحالة في نهاية آخر يوم مكتمل. إن نقص العدد فقد غادر بعضهم.
report-enrollment-activity-section-2-title = تسجيل المتعلمين اليومي
report-enrollment-activity-section-2-help = المسجلون في نهاية كل يوم حسب المسار، بعد طرح من غادروا.
report-enrollment-activity-section-3-title = التسجيل على مر الزمن
report-enrollment-activity-section-3-help = الأرقام نفسها يومًا بيوم.
report-enrollment-activity-about =
    الأعداد من أحداث التسجيل، لا من جدول التسجيل في نظام إدارة التعلم، كي يُعرف التاريخ. والشخص في مسار واحد بالضبط كل يوم: مسار آخر حدث تسجيل حتى نهاية اليوم، أيًّا كان نوع ذلك الحدث.

    - **التسجيل الحالي** (`count`): المسجلون في نهاية اليوم.
    - **إجمالي التسجيل** (`cumulative_count`): من لهم أي حدث تسجيل في المساق حتى ذلك اليوم، ومنهم من كان حدثه الوحيد تغيير المسار أو المغادرة.

    تبدأ الأيام بأول حدث في المساق وتمتد إلى آخر يوم مكتمل.
