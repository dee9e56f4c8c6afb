report-enrollment-geography-title = جغرافيا التسجيل
report-enrollment-geography-question = من أين يتصل المسجلون؟
report-enrollment-geography-section-1-title = مقاييس الجغرافيا
report-enrollment-geography-section-1-help = البلدان والمناطق المعروفة؛ والنسب من كل المسجلين.
report-enrollment-geography-section-2-title = التوزيع الجغرافي
report-enrollment-geography-section-2-help = بلد عنوان آخر اتصال، في أي مساق كان.
report-enrollment-geography-section-3-title = التفصيل الجغرافي
report-enrollment-geography-section-3-help = الأمر نفسه بالأرقام.
report-enrollment-geography-about =
    بلد الشخص هو بلد عنوان الشبكة في آخر حدث له عنوان، في أي مساق كان. والتسجيلات هي ما في جدول نظام إدارة التعلم. ومجموعتان لا بلد لهما: `UNKNOWN` (عنوان لا يمكن تحديد مكانه: خاص أو غير سليم أو ليس في قاعدة البيانات) والقيمة الفارغة (لا حدث له عنوان).
