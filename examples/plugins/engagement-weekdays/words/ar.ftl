report-engagement-weekdays-title = أيام الأسبوع
report-engagement-weekdays-question = في أي أيام الأسبوع يتعلم الناس؟
report-engagement-weekdays-section-1-title = حسب يوم الأسبوع
report-engagement-weekdays-section-1-help = 1 هو الاثنين و7 هو الأحد؛ الأيام بالتوقيت العالمي.
