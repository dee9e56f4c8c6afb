# Course list.
courses-title = المساقات
courses-question = ما حجم مساقاتي، وأيها أفتح؟
courses-tiles-title = في جميع مساقاتك
courses-tiles-help = تسجيلات لا أشخاص: من كان في مساقين يُعدّ مرتين.
courses-search = بحث
courses-search-label = اسم المساق أو معرّفه
courses-search-hint = يجب أن ترد كل الكلمات.
courses-filter-apply = تطبيق المرشحات
courses-filters = المرشحات
filter-availability = الإتاحة
filter-pacing = الوتيرة
filter-programs = البرامج
availability-archived = مؤرشف
availability-current = جارٍ
availability-upcoming = قادم
availability-unknown = غير معروف
pacing-self = بوتيرة المتعلم
pacing-instructor = بوتيرة المدرّس
pacing-unknown = غير معروف
filters-in-use = المرشحات المستخدمة
filter-chip = { $group }: { $value }
filter-chip-search = «{ $text }»
filter-remove = أزل المرشح { $what }
filters-clear = أزل الكل
results-count = { $count ->
    [0] لا مساقات
    [one] مساق واحد
    [two] مساقان
    [few] { $shown } مساقات
    [many] { $shown } مساقًا
   *[other] { $shown } مساق
 }
courses-table = قائمة المساقات
courses-column-name = المساق
courses-column-start = البداية
courses-column-end = النهاية
courses-column-total = إجمالي التسجيل
courses-column-current = التسجيل الحالي
courses-column-change = التغير في أسبوع
courses-column-verified = الموثّق
courses-column-masters = الماجستير
courses-column-passing = الناجحون
courses-untitled = مساق بلا عنوان
courses-none-match-title = لا يطابق أي مساق
courses-none-match-text = غيّر البحث أو أزل المرشحات.
courses-none-title = لا توجد بيانات مساقات بعد
courses-none-text = تمتلئ القائمة بعد أول حساب، ثم تُحدَّث مع كل حساب.
courses-bad-query-title = لم يُفهم العنوان
courses-bad-query-text = فيه مرشح أو ترتيب أو صفحة لا وجود لها.
courses-bad-query-link = اعرض كل المساقات
