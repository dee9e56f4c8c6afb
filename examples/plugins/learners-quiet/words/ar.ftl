report-learners-quiet-title = متعلمون هادئون
report-learners-quiet-question = من كان يأتي كثيرًا ولم يظهر منذ مدة؟
report-learners-quiet-section-1-title = متعلمون هادئون
report-learners-quiet-section-1-help = الأطول غيابًا أولًا.
report-learners-quiet-about =
    تضم القائمة من نشط في `least_days` من أيام المساق على الأقل، ثم لم ينشط قط في آخر أيام مكتملة عددها `quiet_days`. وقد يكون بينهم من نجح في المساق أو غادره: فالهدوء ليس تعرضًا للانقطاع.
