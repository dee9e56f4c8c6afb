report-enrollment-activity-title = نشاط التسجيل
report-enrollment-activity-question = كم عدد المسجلين، حسب المسار، على مر الزمن؟
report-enrollment-activity-section-1-title = مقاييس التسجيل
report-enrollment-activity-section-1-help = الحالة في نهاية آخر يوم مكتمل. إن نقص العدد فقد غادر بعضهم.
report-enrollment-activity-section-2-title = تسجيل المتعلمين اليومي
report-enrollment-activity-section-2-help = المسجلون في نهاية كل يوم حسب المسار، بعد طرح من غادروا.
report-enrollment-activity-section-3-title = التسجيل على مر الزمن
report-enrollment-activity-section-3-help = الأرقام نفسها يومًا بيوم.
