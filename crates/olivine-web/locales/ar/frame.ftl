# Frame: what surrounds every page.
language-name = العربية
skip-to-content = انتقل إلى المحتوى
brand-home = { $site }: قائمة المساقات
menu-reports = التقارير
menu-reports-of-course = تقارير هذا المساق
course-home = صفحة المساق
display = العرض
display-language = اللغة
display-theme = المظهر
theme-auto = كما في الجهاز
theme-light = فاتح
theme-dark = داكن
display-apply = تطبيق
sign-out = تسجيل الخروج
sign-in = تسجيل الدخول
signed-in-as = مسجل الدخول باسم { $user }
footer-product = مبني على Olivine، لتحليلات Open edX
footer-support = الاتصال بالدعم
footer-utc = كل الأيام والأسابيع بالتوقيت العالمي UTC.
page-title = { $page } - { $course } | { $site }
page-title-site = { $page } | { $site }
page-description = { $what } – { $course } | { $site }
page-description-site = { $what } – { $site }

# Lenses
lens-enrollment = التسجيل
lens-engagement = المشاركة
lens-performance = الأداء
lens-learners = المتعلمون
lens-site = الموقع
lens-question-enrollment = من الموجودون في مساقي؟
lens-question-engagement = ماذا يفعل المتعلمون في مساقي؟
lens-question-performance = كيف يسير تعلمهم؟
lens-question-learners = من يحتاج إلى اهتمام؟
lens-question-site = ماذا يجري في جميع المساقات؟
