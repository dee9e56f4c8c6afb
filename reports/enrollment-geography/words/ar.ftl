report-enrollment-geography-title = جغرافيا التسجيل
report-enrollment-geography-question = من أين يتصل المسجلون؟
report-enrollment-geography-section-1-title = مقاييس الجغرافيا
report-enrollment-geography-section-1-help = البلدان والمناطق المعروفة؛ والنسب من كل المسجلين.
report-enrollment-geography-section-2-title = التوزيع الجغرافي
report-enrollment-geography-section-2-help = بلد عنوان آخر اتصال، في أي مقرر كان.
report-enrollment-geography-section-3-title = التفصيل الجغرافي
report-enrollment-geography-section-3-help = الأمر نفسه بالأرقام.
