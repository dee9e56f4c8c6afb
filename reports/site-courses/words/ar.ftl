report-site-courses-title = المقررات
report-site-courses-question = ما حجم المقررات، وكيف تتغير؟
