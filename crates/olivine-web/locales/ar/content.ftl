# محتوى المساقات: مقاطع الفيديو والمسائل المقيَّمة وغير المقيَّمة ونواتج التعلم والإجابات.
column-order = الترتيب
column-section_name = القسم
column-subsection_name = القسم الفرعي
column-video_name = المقطع
column-assignment_type_name = نوع الواجب
column-assignment_name = الواجب
column-problem_name = المسألة
column-outcome_name = الناتج
column-difficulty = الصعوبة
column-weight = الوزن في الدرجة
column-videos = المقاطع
column-videos_watched = المقاطع المشاهَدة
column-problems = المسائل
column-problems_answered = المسائل المجاب عنها
column-complete_views = مشاهدات كاملة
column-incomplete_views = مشاهدات غير كاملة
column-average_complete = متوسط المشاهدات الكاملة
column-average_incomplete = متوسط المشاهدات غير الكاملة
column-completion_percentage = نسبة الإكمال
column-correct_submissions = صحيحة
column-incorrect_submissions = خاطئة
column-total_submissions = الإجابات
column-average_correct = متوسط الصحيحة
column-average_incorrect = متوسط الخاطئة
column-average_submissions = متوسط الإجابات لكل مسألة
column-percent_correct = نسبة الصحيحة
column-time = الوقت
column-unique_viewers = المشاهدون
column-replays = الإعادات
column-total_views = مجموع المشاهدات
column-answer = الإجابة
column-is_correct = صحيحة
column-submission_count = عدد الإجابات
column-share_of_submissions = النسبة من الإجابات
column-first_submission_count = الإجابات الأولى
column-variant = الصيغة
caption-video-views = مشاهدات الفيديو
caption-total-video-views = مجموع مشاهدات الفيديو
caption-submissions = الإجابات
tile-completion-rate = نسبة الإكمال
tile-started-video = بدؤوا المقطع
tile-finished-video = أنهوا المقطع
answer-correct = صحيحة
answer-incorrect = خاطئة
answers-randomised = لهذه المسألة صيغ كثيرة، فلا تُرسم إجاباتها. في الجدول صف لكل إجابة وصيغة، والتنزيل يضمها كلها.
tip-number-and-share = { $number } ({ $share })
tip-answer = الإجابة: { $answer }
content-elsewhere = لم تعد في المساق
content-unplaced = الموضع في المساق غير معروف
content-no-structure-title = بنية هذا المساق غير معروفة
content-no-structure-text = من دون البنية لا يُعرف أين تقع مقاطع الفيديو والمسائل في هذا المساق وأيها مقيَّم. يستطيع مشغّل الموقع استيرادها بالأمر «olivine import structure».
content-no-views-title = لم يشاهد أحد مقطعًا هنا بعد
content-no-views-text = تظهر المشاهدات بعد أن يشاهد الناس وتُحسب الأرقام من جديد.
content-no-graded-title = لا إجابات لهذه الواجبات بعد
content-no-graded-text = تظهر الإجابات بعد أن يجيب المتعلمون وتُحسب الأرقام من جديد.
content-no-practice-title = لا إجابات لهذه التمارين بعد
content-no-practice-text = تظهر الإجابات بعد أن يجيب المتعلمون وتُحسب الأرقام من جديد.
content-nothing-graded-title = لا شيء في هذا المساق مقيَّم
content-nothing-graded-text = لا بنية المساق ولا سياسة الدرجات تذكر نوعًا من الواجبات.
content-no-answers-title = لا إجابات لهذا الجزء بعد
content-no-answers-text = تظهر الإجابات بعد أن يجيب المتعلمون وتُحسب الأرقام من جديد.
content-no-policy = سياسة الدرجات لهذا المساق غير معروفة، لذلك لا أوزان.
select-section = القسم:
select-subsection = القسم الفرعي:
select-video = المقطع:
select-assignment_type = نوع الواجب:
select-assignment = الواجب:
select-problem = المسألة:
select-outcome = الناتج:
select-part = الجزء:
select-all-section = كل الأقسام
select-all-assignment_type = كل أنواع الواجبات
select-all-outcome = كل النواتج
select-none = اختر
select-no-data = (لا بيانات)
video-previous = المقطع السابق
video-next = المقطع التالي
view-live = عرض في المساق
new-tab = (يُفتح في علامة تبويب جديدة)
problem-part = الجزء { $number }
problem-part-question = الجزء { $number }: { $question }
crumbs = أين أنت
page-of-kind = { $kind }: { $name }
summary-levels-views = بين العناصر ذات المشاهدات، وعددها { $rows }، أعلى إكمال في «{ $best }» ({ $best_percent }) وأدناه في «{ $worst }» ({ $worst_percent }).
summary-levels-views-one = في «{ $best }» اكتمل { $best_percent } من المشاهدات.
summary-levels-answers = بين العناصر ذات الإجابات، وعددها { $rows }، أعلى نسبة صحيحة في «{ $best }» ({ $best_percent }) وأدناها في «{ $worst }» ({ $worst_percent }).
summary-levels-answers-one = في «{ $best }» نسبة { $best_percent } من الإجابات صحيحة.
timeline-people = { $count ->
    [one] شخص واحد
    [two] شخصان
    [few] { $shown } أشخاص
    [many] { $shown } شخصًا
   *[other] { $shown } شخص
 }
timeline-replays = { $count ->
    [one] إعادة واحدة
    [two] إعادتين
    [few] { $shown } إعادات
    [many] { $shown } إعادةً
   *[other] { $shown } إعادة
 }
summary-timeline = { $count ->
    [0] لم يشاهد أحد
    [one] شاهد شخص واحد
    [two] شاهد شخصان
    [few] شاهد { $shown } أشخاص
    [many] شاهد { $shown } شخصًا
   *[other] شاهد { $shown } شخص
 } بداية «{ $name }»، وعدد من شاهدوا نهايته عند { $end }: { $last }. وأكبر عدد من المشاهدين ({ $peak }) كان عند { $peak_time }؛ وأكثر ما أُعيد كان عند { $again_time }، مع { $replays }.
summary-timeline-once = { $count ->
    [0] لم يشاهد أحد
    [one] شاهد شخص واحد
    [two] شاهد شخصان
    [few] شاهد { $shown } أشخاص
    [many] شاهد { $shown } شخصًا
   *[other] شاهد { $shown } شخص
 } بداية «{ $name }»، وعدد من شاهدوا نهايته عند { $end }: { $last }. وأكبر عدد من المشاهدين ({ $peak }) كان عند { $peak_time }؛ ولم يُعَد شيء.
summary-weight = { $name }: { $percent }
summary-answers = { $count ->
    [one] { $percent } من إجابة واحدة صحيحة.
    [two] { $percent } من إجابتين صحيحة.
    [few] { $percent } من { $shown } إجابات صحيحة.
    [many] { $percent } من { $shown } إجابةً صحيحة.
   *[other] { $percent } من { $shown } إجابة صحيحة.
 } أكثر الإجابات تكرارًا «{ $top }» بنسبة { $top_percent }.
list-separator = {"؛ "}
save-png-of = حفظ بصيغة PNG: { $what }
save-svg-of = حفظ بصيغة SVG: { $what }
tile-group-active = نشطون
tile-group-at-risk = معرّضون للانقطاع
tile-group-passed = ناجحون
tile-group-other = آخرون
tile-of-enrolled = { $percent } من المسجلين
tile-week-change = { $change } مقارنة بالأسبوع السابق
export-as-seen = ما يظهر من { $what }، في ملف
export-short = كما يظهر:
export-of = { $what } كما يظهر، { $form }
filter-legend = الأيام والأشخاص المعروضون
filter-track = المسار
filter-cohort = الفوج
filter-without_staff = من دون طاقم المساق
filter-all = الكل
filter-clear = عرض كل شيء
filter-not-applied = لا تتأثر هذه الأرقام بـ: { $filters }.
mark-start = بداية المساق
mark-end = نهاية المساق
mark-due = موعد التسليم: { $name }
mark-named = { $label } ({ $date })
marks-drawn = علامات على المحور: { $marks }.
notes-title = ملاحظات
notes-question = ماذا ينبغي أن يعرف كل من ينظر إلى المساق عبر الزمن؟
notes-day = اليوم
notes-text = الملاحظة
notes-author = كتبها
notes-add = إضافة ملاحظة
notes-list = ملاحظات على محاور الزمن
notes-none = لا ملاحظات بعد. تظهر الملاحظة على محور الزمن في كل تقارير هذا المساق، لفريق المساق كله.
notes-remove = حذف
notes-remove-one = حذف الملاحظة: { $note }
notes-refused = لم تُقبل الملاحظة: تحتاج إلى يوم وإلى 120 حرفًا على الأكثر.
notes-full = لم تُقبل الملاحظة: هناك 50 ملاحظة، ولا يُقرأ أكثر منها على محور. احذف واحدة أولًا.
