report-learners-at_risk-title = متعلمون معرّضون للانقطاع
report-learners-at_risk-question = من قد يوشك على الانقطاع، ولماذا؟
report-learners-at_risk-section-1-title = متعلمون معرّضون للانقطاع
report-learners-at_risk-section-1-help = مسجلون لم ينجحوا، فعلوا أكثر من فتح الصفحة الرئيسية للمقرر، ولم يأتوا منذ سبعة أيام أو أكثر (إعداد) والمقرر جارٍ. تضيف الدرجة نقطة أو أكثر لكل سبب مذكور.
