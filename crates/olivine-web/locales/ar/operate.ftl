# Pages for operators.
operate-link = تشغيل الموقع
operate-menu = صفحات عن الموقع
operate-overview-title = نظرة على الموقع
operate-overview-question = كيف حال الموقع؟
operate-runs-title = عمليات الحساب
operate-runs-question = ما الذي حُسب، وما الذي فشل؟
operate-data-title = البيانات والكلفة
operate-data-question = ما البيانات الموجودة، وما الذي تعذرت قراءته، وكم يكلف كل تقرير؟
operate-reports-title = التقارير والإضافات
operate-reports-question = أي التقارير مفعّل، ولماذا لا تعمل الأخرى؟

operate-totals-title = نظرة سريعة
operate-totals-help = تسجيلات لا أشخاص مختلفون: من سُجّل في مساقين يُحسب مرتين.
operate-tile-courses = المساقات
operate-tile-current = التسجيل الحالي
operate-tile-change = التغير في الأسبوع الماضي
operate-tile-total = إجمالي التسجيل
operate-tile-reports = التقارير المفعّلة
operate-tile-broken = { $count ->
    [one] تقرير واحد به خلل
    [two] تقريران بهما خلل
    [few] { $shown } تقارير بها خلل
    [many] { $shown } تقريرًا بها خلل
   *[other] { $shown } تقرير بها خلل
 }
operate-tile-run = آخر عملية حساب
operate-run-running = جارية
operate-run-done = تمت
operate-run-failed = فشلت
operate-run-interrupted = انقطعت
operate-movers-title = المساقات الأكثر تغيرًا
operate-movers-help = التسجيل الحالي مقارنة بما قبل سبعة أيام، أكبر تغير في أي اتجاه أولًا.
operate-movers-none-title = لم يتغير أي مساق
operate-movers-none-text = لا يوجد مساق زاد أو نقص عدد المسجلين فيه عما قبل سبعة أيام.
operate-rows = الصفوف

operate-runs-list-title = أحدث العمليات
operate-runs-list-help = الأحدث أولًا. تبقى أرقام المهام التي فشلت كما كانت.
operate-runs-none-title = لم يُحسب شيء بعد
operate-runs-none-text = الأمر «olivine run» يحسب التقارير، و«olivine serve» يفعل ذلك بنفسه إذا ضُبط run.every_minutes.
operate-started = البداية (UTC)
operate-state = الحالة
operate-took = المدة
operate-computed = محسوبة
operate-skipped = حديثة
operate-failed = فاشلة
operate-run-of = عملية { $time }
operate-failures-title = الإخفاقات
operate-failures-help = ما الذي حدث، وتحته ما ينبغي فعله.
operate-run-as-a-whole = عملية الحساب بأكملها
operate-task = المهمة
operate-code = الرمز
operate-what = ما حدث وما ينبغي فعله
operate-tasks-title = المهام
operate-tasks-help = بالترتيب الذي نُفذت به.
operate-tasks-none-title = كل شيء حديث
operate-tasks-none-text = لم يتغير أي حدث أو جدول أو إعداد منذ أن حُسبت المهام.
operate-because = السبب
operate-task-computed = حُسبت
operate-task-skipped = حديثة
operate-task-failed = فشلت
operate-task-blocked = لم تُنفذ

operate-events-title = السطور المقروءة
operate-events-help = كل سطور سجلات التتبع حتى الآن: كل منها حدث، أو نسخة ثانية، أو ضجيج بلا حدث، أو سطر غير مفهوم.
operate-lines = السطور
operate-events = الأحداث
operate-duplicates = المكررات
operate-noise = الضجيج
operate-dead-letters = غير المفهومة
operate-of-lines = { $share } من كل السطور
operate-lake-unknown-title = تعذرت قراءة بحيرة البيانات الآن
operate-lake-unknown-text = تُعرض هذه الصفحة من دونه.
operate-dead-letters-title = السطور غير المفهومة حسب السبب
operate-dead-letters-help = تُحفظ السطور التي لم تُفهم، ويمكن قراءتها من جديد بعد زوال السبب.
operate-dead-letters-none-title = لا توجد سطور غير مفهومة
operate-dead-letters-none-text = فُهم كل سطر.
operate-reason = السبب
operate-costs-title = كلفة كل تقرير
operate-costs-help = زمن آخر حساب لكل مهمة من مهامه، وصفوف جداول نتائجه وحجمها، وحجم وقائعه في بحيرة البيانات. الأبطأ أولًا.
operate-bytes = الحجم
operate-bytes-results = النتائج
operate-bytes-facts = الوقائع
operate-tables-title = جداول بحيرة البيانات
operate-tables-help = الأحداث، وما تحفظه التقارير منها يومًا بيوم، ولقطات من جداول نظام إدارة التعلم.
operate-table = الجدول
operate-days-head = الأيام
operate-days = من { $first } إلى { $last }
operate-seconds = { $number } ث
operate-minutes = { $number } د
operate-kib = { $number } ك.ب
operate-mib = { $number } م.ب
operate-gib = { $number } ج.ب
operate-tib = { $number } ت.ب

operate-plugins-title = الإضافات
operate-plugins-help = تقارير أُضيفت إلى هذا الموقع بالأمر «olivine report install». ما به خلل منها أو ما أُوقف كأنه غير مفعّل، ولا تتأثر التقارير الأخرى.
operate-plugins-none-title = لا توجد إضافات مثبتة.
operate-plugins-none-text = ينشئ الدرس العملي في الكتاب إضافة، وثلاث أخرى ترافق الشفرة المصدرية.
operate-built-in-title = التقارير المدمجة
operate-built-in-help = تقارير تأتي مع البرنامج. التقرير غير المفعّل بلا صفحة ولا مدخل في القائمة ولا عنوان في الواجهة البرمجية ولا مهمة، وتبقى أرقامه.
operate-last-error = آخر خطأ
operate-switch = التفعيل
operate-on = مفعّل
operate-off = غير مفعّل
operate-broken = به خلل
operate-switch-on = تفعيل
operate-switch-off = إيقاف
operate-switch-name = { $action }: { $report }
operate-version = الإصدار { $number }
