report-enrollment-demographics-age-title = المسجلون حسب العمر
report-enrollment-demographics-age-question = ما أعمار المسجلين؟
report-enrollment-demographics-age-section-1-title = مقاييس العمر
report-enrollment-demographics-age-section-1-help = من الأعمار المعروفة.
report-enrollment-demographics-age-section-2-title = توزيع الأعمار
report-enrollment-demographics-age-section-2-help = عمود لكل سنة من العمر؛ والأخير لمن بلغ المئة أو تجاوزها.
report-enrollment-demographics-age-section-3-title = تفصيل الأعمار
report-enrollment-demographics-age-section-3-help = النسب من كل المسجلين، ومنهم من لم يذكر سنة ميلاده.
