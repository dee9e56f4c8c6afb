# Course home.
home-headline-title = نظرة سريعة
home-headline-help = أحدث الأرقام المكتملة لهذا المقرر، وما تغير مقارنة بالأسبوع السابق.
home-basics-title = عن هذا المقرر
home-course-name = اسم المقرر
home-course-key = مفتاح المقرر
home-start = تاريخ البداية
home-end = تاريخ النهاية
home-status = الحالة
home-pacing = الوتيرة
status-not-started = لم يبدأ بعد
status-in-progress = جارٍ
status-ended = انتهى
home-tools-title = أدوات خارجية
tool-instructor = لوحة المدرّس
tool-courseware = محتوى المقرر
tool-studio = الاستوديو
home-freshness-title = حداثة البيانات
home-freshness-help = حتى أي يوم يكتمل كل تقرير، ومتى حُسب.
home-freshness-table = حداثة التقارير
freshness-report = التقرير
freshness-as-of = مكتمل حتى
freshness-created = حُسب (UTC)
freshness-state = الحالة
freshness-lag = { $count ->
    [0] محدّث
    [one] متأخر يومًا واحدًا
    [two] متأخر يومين
    [few] متأخر { $days } أيام
   *[other] متأخر { $days } يومًا
 }
freshness-never = لم يُحسب قط
home-no-reports-title = كل التقارير مغلقة
home-no-reports-text = أغلق مشغّل هذا الموقع كل التقارير.
