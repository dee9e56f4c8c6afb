report-performance-status-title = الدرجات والشهادات
report-performance-status-question = كم متعلمًا نجح، وكم لم ينجح، وكم لا يزال في الطريق؟
report-performance-status-section-1-title = المتعلمون حسب الحالة
report-performance-status-section-1-help = المسجلون في نهاية آخر يوم مكتمل. الناجح: له وقت نجاح ودرجة حرفية في نظام إدارة التعلم. غير الناجح: انتهى المقرر.
report-performance-status-section-2-title = فئات الدرجات
report-performance-status-section-2-help = المسجلون حسب الدرجة بالنسبة المئوية؛ ولا يُعدّ من لا درجة له.
