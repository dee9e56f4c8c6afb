report-performance-outcomes-title = نواتج التعلم
report-performance-outcomes-question = كيف يؤدي المتعلمون في مسائل كل وسم؟
report-performance-outcomes-section-1-title = تفصيل النواتج
report-performance-outcomes-section-1-help = كل إجابات المسائل التي تحمل الوسم، لا آخر إجابة لكل متعلم فقط.
