report-engagement-learner_groups-title = مجموعات المتعلمين
report-engagement-learner_groups-question = كم متعلمًا نشط، أو نجح، أو قد يوشك على الانقطاع؟
report-engagement-learner_groups-section-1-title = نظرة سريعة
report-engagement-learner_groups-section-1-help = كل المسجلين، كل واحد في مجموعة واحدة.
report-engagement-learner_groups-section-2-title = أين يقف المتعلمون
report-engagement-learner_groups-section-2-help = كل المسجلين، كل واحد في مجموعة واحدة. معرّض للانقطاع: كان هنا آخر مرة قبل سبعة أيام أو أكثر (إعداد)، والمقرر جارٍ ولم ينجح بعد، وفعل أكثر من فتح الصفحة الرئيسية.
