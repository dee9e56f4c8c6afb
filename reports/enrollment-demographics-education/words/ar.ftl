report-enrollment-demographics-education-title = المسجلون حسب التعليم
report-enrollment-demographics-education-question = ما الذي درسه المسجلون من قبل؟
report-enrollment-demographics-education-section-1-title = مقاييس التعليم
report-enrollment-demographics-education-section-1-help = من الخلفيات المعروفة. مجموع النسب الأربع هو كل المعروف.
report-enrollment-demographics-education-section-2-title = الخلفية التعليمية
report-enrollment-demographics-education-section-2-help = أعلى مرحلة أُكملت، نسبةً من الخلفيات المعروفة.
report-enrollment-demographics-education-section-3-title = تفصيل الخلفيات التعليمية
report-enrollment-demographics-education-section-3-help = الأمر نفسه بالأرقام.
report-enrollment-demographics-education-about =
    المراحل هي مراحل الملف الشخصي في نظام إدارة التعلم بأسمائها الكاملة. ولا يُحفظ إلا آخر يوم مكتمل.

    يذكر الناس هذه البيانات بأنفسهم حين ينشئون حساباتهم، وكثير منهم لا يذكرها: فالنسب ممن ذكروها. والتسجيل الحالي وإجمالي التسجيل هما ما في *نشاط التسجيل*، مقسَّمين حسب الملف الشخصي.
