report-enrollment-demographics-gender-title = المسجلون حسب الجنس
report-enrollment-demographics-gender-question = كيف يتوزع المسجلون على الجنسين؟
report-enrollment-demographics-gender-section-1-title = الجنس
report-enrollment-demographics-gender-section-1-help = نسب ممن ذكروه، في نهاية آخر يوم مكتمل.
report-enrollment-demographics-gender-section-2-title = تفصيل الجنس على مر الزمن
report-enrollment-demographics-gender-section-2-help = المسجلون في نهاية كل يوم. من غيّر ملفه تغيّر في التاريخ كله.
