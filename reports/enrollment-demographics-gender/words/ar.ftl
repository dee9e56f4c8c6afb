report-enrollment-demographics-gender-title = المسجلون حسب الجنس
report-enrollment-demographics-gender-question = كيف يتوزع المسجلون حسب الجنس، وكيف تغيّر ذلك؟
report-enrollment-demographics-gender-section-1-title = الجنس
report-enrollment-demographics-gender-section-1-help = نسب ممن ذكروه، في نهاية آخر يوم مكتمل.
report-enrollment-demographics-gender-section-2-title = تفصيل الجنس على مر الزمن
report-enrollment-demographics-gender-section-2-help = المسجلون في نهاية كل يوم. من غيّر ملفه تغيّر في التاريخ كله.
report-enrollment-demographics-gender-about =
    الملف الشخصي هو ما في أحدث لقطة من نظام إدارة التعلم، ويُطبَّق على كل الأيام الماضية: فمن غيّره انتقل في التاريخ كله.

    يذكر الناس هذه البيانات بأنفسهم حين ينشئون حساباتهم، وكثير منهم لا يذكرها: فالنسب ممن ذكروها. والتسجيل الحالي وإجمالي التسجيل هما ما في *نشاط التسجيل*، مقسَّمين حسب الملف الشخصي.
