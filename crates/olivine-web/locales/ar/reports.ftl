# Words of the built-in views.
column-date = التاريخ
column-count = التسجيل الحالي
column-cumulative_count = إجمالي التسجيل
column-week_ending = الأسبوع المنتهي
column-active = متعلمون نشطون
column-played_video = شاهدوا فيديو
column-attempted_problem = حاولوا حل مسألة
column-posted_forum = شاركوا في المناقشات
column-percent_of_current = النسبة من المسجلين حاليًا
column-age = العمر
column-learners = المتعلمون
column-percent_of_total = النسبة من الكل
column-education_level = الخلفية التعليمية
column-percent_of_known = النسبة من المعروف
column-current_enrollment = التسجيل الحالي
column-female = أنثى
column-male = ذكر
column-other = آخر
column-unknown = غير مذكور
column-country = البلد أو المنطقة
column-percent = النسبة
column-created = وقت الحساب

mode-audit = الاستماع
mode-honor = الشرف
mode-verified = الموثّق
mode-professional = المهني
mode-credit = الموثّق بساعات معتمدة
mode-masters = الماجستير
mode-none-used = التسجيل الحالي

tile-total-enrollment = إجمالي التسجيل
tile-total-enrollment-help = كل من له حدث تسجيل حتى الآن، ومن غادر أيضًا
tile-current-enrollment = التسجيل الحالي
tile-current-enrollment-help = المسجلون في نهاية { $date }
tile-change-last-week = التغير في آخر أسبوع
tile-change-last-week-help = صافيًا، مقارنة بيوم { $date }
tile-verified-enrollment = التسجيل الموثّق
tile-masters-enrollment = تسجيل الماجستير
tile-track-help = على هذا المسار حاليًا

tile-active = متعلمون نشطون
tile-played_video = شاهدوا فيديو
tile-attempted_problem = حاولوا حل مسألة
tile-posted_forum = شاركوا في المناقشات
tile-week = الأسبوع المنتهي في { $date }
tile-week-percent = { $percent } من المسجلين حاليًا
tile-week-percent-of = { $percent } من المسجلين في { $date }
tile-week-no-percent = { missing } من المسجلين حاليًا

tile-median-age = العمر الوسيط
tile-age-25-under = ‏25 فأقل
tile-age-26-40 = من 26 إلى 40
tile-age-41-over = ‏41 فأكثر
tile-of-known-ages = من الأعمار المعروفة
age-year = الأعمار في سنة { $year }
age-unknown = غير معروف
age-out-of-range = خارج النطاق
age-over = { $age }+
age-out-of-range-note = ذكر { $count ->
    [one] شخص واحد
    [two] شخصان
    [few] { $shown } أشخاص
    [many] { $shown } شخصًا
   *[other] { $shown } شخص
 } سنة ميلاد لا يمكن أن تصح (في المستقبل). هي مدرجة على حدة وليست من النسب ولا من الوسيط.

education-none = بلا تعليم
education-primary = ابتدائي
education-junior_secondary = إعدادي
education-secondary = ثانوي
education-associates = دبلوم
education-bachelors = بكالوريوس
education-masters = ماجستير
education-doctorate = دكتوراه
education-other = آخر
education-unknown = غير معروف
tile-education-school = ثانوي أو أقل
tile-education-college = شهادة جامعية
tile-education-advanced = شهادة عليا
tile-education-other = آخر
tile-of-known-education = من الخلفيات المعروفة

gender-f = أنثى
gender-m = ذكر
gender-o = آخر
gender-unknown = غير مذكور
known-share = ذكر ذلك { $percent } من المسجلين.
self-reported = كما ذكره المتعلمون عند التسجيل.

tile-countries = بلدان أو مناطق
tile-top-country = البلد أو المنطقة الأولى
tile-second-country = البلد أو المنطقة الثانية
tile-third-country = البلد أو المنطقة الثالثة
tile-of-learners = { $percent } من المتعلمين
country-unknown = بلد غير معروف

week-partial = حتى الآن
week-partial-note = لم ينته الأسبوع الأخير: أرقامه تشمل الأيام حتى { $date }.

caption-enrollments = التسجيلات
caption-learners = المتعلمون
caption-self-reported = المتعلمون (كما ذكروا)
axis-share = النسبة من المعروف

summary-trend = من { $from } إلى { $to } تغيّر التسجيل الحالي من { $first } إلى { $last }؛ وكان أعلى ما بلغه { $peak } في { $peak_date }.
summary-trend-one = في { $to } كان التسجيل الحالي { $last }.
summary-weeks = { $count ->
    [0] في الأسبوع المنتهي في { $to } لم ينشط أحد؛
    [one] في الأسبوع المنتهي في { $to } نشط شخص واحد؛
    [two] في الأسبوع المنتهي في { $to } نشط شخصان؛
    [few] في الأسبوع المنتهي في { $to } نشط { $shown } أشخاص؛
    [many] في الأسبوع المنتهي في { $to } نشط { $shown } شخصًا؛
   *[other] في الأسبوع المنتهي في { $to } نشط { $shown } شخص؛
 } وأكثر الأسابيع نشاطًا المنتهي في { $peak_date } بعدد { $peak }.
summary-ages = تتراوح الأعمار بين { $youngest } و{ $oldest }؛ والوسيط { $median }.
summary-ages-none = لم يذكر أحد سنة ميلاده.
summary-education = أكثر الخلفيات شيوعًا { $top } بنسبة { $percent } من المعروف.
summary-education-none = لم يذكر أحد خلفيته التعليمية.
summary-gender = أنثى { $female }، ذكر { $male }، آخر { $other } من المعروف.
summary-gender-none = لم يذكر أحد جنسه.
summary-countries = { $count ->
    [one] يتصل المتعلمون من بلد أو منطقة واحدة؛
    [two] يتصل المتعلمون من بلدين أو منطقتين؛
    [few] يتصل المتعلمون من { $shown } بلدان أو مناطق؛
    [many] يتصل المتعلمون من { $shown } بلدًا أو منطقة؛
   *[other] يتصل المتعلمون من { $shown } بلد أو منطقة؛
 } وأكثرهم في { $top }.
summary-countries-none = لم يُعرف مكان أي اتصال.
