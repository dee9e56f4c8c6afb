# المتعلمون: القائمة والتفاصيل.
learners-period = النشاط من { $start } إلى { $end }
learners-period-none = لم يُحسب أي نشاط بعد.
learners-search-label = الاسم أو اسم المستخدم أو البريد
learners-search-hint = يكفي جزء من أيٍّ منها.
learners-cohort = الفوج
learners-track = مسار التسجيل
learners-all = الكل
learners-with-inactive = أظهر غير النشطين أيضًا
learners-show-inactive = أظهر غير النشطين أيضًا
learners-count = { $count ->
    [0] لا متعلمين
    [one] متعلم واحد
    [two] متعلمان
    [few] { $shown } متعلمين
    [many] { $shown } متعلمًا
   *[other] { $shown } متعلم
 }
learners-none-title = لا متعلم يطابق
learners-none-text = غيّر البحث أو المرشحات.
learners-no-ratio = غير متاح
learners-rank-high = (مرتفع)
learners-rank-low = (منخفض)
learners-column-username = المتعلم
learners-column-problems-attempted = مسائل حاول حلها
learners-column-problems-completed = مسائل صحيحة
learners-column-problem-attempts-per-completed = محاولات لكل مسألة صحيحة
learners-column-videos-viewed = مقاطع فيديو
learners-column-discussion-contributions = مناقشات
learners-segment-inactive = غير نشط
learners-segment-disengaging = يتراجع
learners-segment-unenrolled = غادر
learners-segment-highly-engaged = عالي المشاركة
learners-segment-struggling = متعثر
column-problems_attempted = مسائل حاول حلها
column-problems_completed = مسائل صحيحة
column-videos_viewed = مقاطع فيديو شوهدت
column-discussion_contributions = مساهمات في المناقشات
tile-learner-name = المتعلم
tile-learner-track = مسار التسجيل
tile-learner-cohort = الفوج
tile-learner-last-active = آخر نشاط
summary-learner-days = { $count ->
    [one] نشط في { $active } من يوم واحد،
    [two] نشط في { $active } من يومين،
    [few] نشط في { $active } من { $shown } أيام،
    [many] نشط في { $active } من { $shown } يومًا،
   *[other] نشط في { $active } من { $shown } يوم،
 } آخرها { $last }.
learners-return = العودة إلى المتعلمين
person-label = اسم المستخدم
person-show = عرض
person-choose-title = اختر متعلمًا
person-choose-text = افتح أحدهم من قائمة المتعلمين، أو اكتب اسم مستخدم.
person-unknown-title = لا يوجد متعلم باسم المستخدم هذا
person-unknown-text = لا أحد في هذا المساق يحمله. اكتب اسم المستخدم، لا الاسم الكامل ولا البريد الإلكتروني؛ ويمكن البحث في قائمة المتعلمين بالثلاثة.
