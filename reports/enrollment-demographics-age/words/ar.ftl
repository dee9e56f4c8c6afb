report-enrollment-demographics-age-title = المسجلون حسب العمر
report-enrollment-demographics-age-question = ما أعمار المسجلين؟
report-enrollment-demographics-age-section-1-title = مقاييس العمر
report-enrollment-demographics-age-section-1-help = من الأعمار المعروفة.
report-enrollment-demographics-age-section-2-title = توزيع الأعمار
report-enrollment-demographics-age-section-2-help = عمود لكل سنة من العمر؛ والأخير لمن بلغ المئة أو تجاوزها.
report-enrollment-demographics-age-section-3-title = تفصيل الأعمار
report-enrollment-demographics-age-section-3-help = النسب من كل المسجلين، ومنهم من لم يذكر سنة ميلاده.
report-enrollment-demographics-age-about =
    تُحسب الأعمار حيث تُعرض: سنة التقويم ناقصًا سنة الميلاد. ولا يُحفظ إلا آخر يوم مكتمل.

    يذكر الناس هذه البيانات بأنفسهم حين ينشئون حساباتهم، وكثير منهم لا يذكرها: فالنسب ممن ذكروها. والتسجيل الحالي وإجمالي التسجيل هما ما في *نشاط التسجيل*، مقسَّمين حسب الملف الشخصي.
