# أعمدة تقارير الإكمال والمحاولات الأولى ومجموعات المتعلمين والمناقشات ومقارنة الدورات.
column-up_to_percent = حتى هذه النسبة من الصفحات
column-pages = الصفحات
column-visited_none = لم يزوروا أيًّا منها
column-visited_some = زاروا بعضها
column-visited_all = زاروها كلها
column-visited_percent = متوسط نسبة الزيارة
column-page = الصفحة
column-reach_percent = النسبة من المسجلين
column-reached = بلغوه
column-went_further = تجاوزوه
column-may_go_on = قد يتابعون
column-stopped = توقفوا هنا
column-stopped_percent = نسبة المتوقفين
column-tried_none = لم يحاولوا أيًّا منها
column-tried_some = حاولوا بعضها
column-tried_all = حاولوها كلها
column-tried_percent = متوسط نسبة المحاولة
column-watched_none = لم يشاهدوا أيًّا منها
column-watched_some = شاهدوا بعضها
column-watched_all = شاهدوها كلها
column-watched_percent = متوسط نسبة المشاهدة
column-tried = أزواج متعلم ومسألة
column-first_try_right = صحيح من المحاولة الأولى
column-first_try_percent = نسبة الصحيح من المحاولة الأولى
column-right_percent = نسبة الصحيح في أي محاولة
column-mean_tries = المحاولات لكل متعلم
column-mean_right_tries = المحاولات الصحيحة لكل متعلم
column-mean_wrong_tries = المحاولات الخاطئة لكل متعلم
column-mean_tries_until_right = المحاولات حتى الصواب
column-hint_learners = طلبوا تلميحًا
column-hints = التلميحات المطلوبة
column-feedback_learners = حصلوا على تغذية راجعة
column-feedbacks = التغذية الراجعة المقدَّمة
column-answer_learners = رأوا الإجابة
column-answer_before_right = قبل أن يصيبوا
column-answer_before_right_percent = النسبة قبل أن يصيبوا
column-answer_never_right = دون أن يصيبوا
column-transcript_shown = أظهروا النص
column-transcript_hidden = أخفوا النص
column-captions_shown = أظهروا الترجمة
column-captions_hidden = أخفوا الترجمة
column-menu_opened = قائمة اللغات
column-downloaded = نزّلوا النص
column-newly_passed = ناجحون جدد
column-not_passed = غير ناجحين
column-in_progress = قيد التقدم
column-days_away = أيام الغياب
column-reasons = الأسباب
column-threads = المنشورات
column-responses = الردود
column-comments = التعليقات
column-votes = الأصوات
column-writers = الكتّاب
column-participants = المشاركون
column-day_zero = العدّ من
column-day_number = اليوم
column-ever_enrolled = سجلوا يومًا ما
column-ever_active = نشطوا يومًا ما
column-active_last_week = نشطون في آخر 7 أيام
column-passing_percent = نسبة الناجحين
column-mean_grade_percent = متوسط الدرجة بالمئة
column-same_day_number = المقارنة في اليوم
column-same_day_enrolled = المسجلون
column-same_day_ever_enrolled = سجلوا يومًا ما
column-same_day_ever_active = نشطوا يومًا ما

# لماذا قد يوشك أحدهم على الانقطاع.
risk-reasons = { $before }؛ { $next }
risk-away = { $count ->
    [one] كان هنا آخر مرة قبل يوم واحد
    [two] كان هنا آخر مرة قبل يومين
    [few] كان هنا آخر مرة قبل { $shown } أيام
    [many] كان هنا آخر مرة قبل { $shown } يومًا
   *[other] كان هنا آخر مرة قبل { $shown } يوم
 }
risk-deadline = { $count ->
    [0] ينتهي المساق اليوم
    [one] ينتهي المساق بعد يوم واحد
    [two] ينتهي المساق بعد يومين
    [few] ينتهي المساق بعد { $shown } أيام
    [many] ينتهي المساق بعد { $shown } يومًا
   *[other] ينتهي المساق بعد { $shown } يوم
 }
risk-activity = نشط في { $lately } من آخر 28 يومًا، وفي { $before } من الأيام الـ28 التي قبلها
risk-trend = الإجابات الصحيحة في آخر 28 يومًا: { $right_lately } من { $lately }، وقبل ذلك: { $right_before } من { $before }
risk-answers = الإجابات الصحيحة إجمالًا: { $right } من { $tries }
risk-grade = الدرجة حتى الآن { $percent }
