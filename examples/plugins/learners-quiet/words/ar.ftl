report-learners-quiet-title = متعلمون هادئون
report-learners-quiet-question = من كان يأتي كثيرًا ولم يظهر منذ مدة؟
report-learners-quiet-section-1-title = متعلمون هادئون
report-learners-quiet-section-1-help = الأطول غيابًا أولًا.
