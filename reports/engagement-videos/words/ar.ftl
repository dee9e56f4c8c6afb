report-engagement-videos-title = المشاركة في مقاطع الفيديو
report-engagement-videos-question = أي مقاطع الفيديو يشاهدها الناس، وإلى أي مدى، وماذا يعيدون مشاهدته؟
report-engagement-videos-section-1-title = مشاهدات الفيديو
report-engagement-videos-section-1-help = من وصلوا إلى نهاية كل مقطع (قبل النهاية بثلاثين ثانية أو بخمسة في المئة)، والآخرون الذين بدؤوه.
report-engagement-videos-section-2-title = مجموع مشاهدات الفيديو
report-engagement-videos-section-2-help = أين شوهد كل مقطع، بأجزاء من خمس ثوانٍ؛ والإعادات هي المشاهدات بعد المشاهدة الأولى للشخص.
report-engagement-videos-section-3-title = المشاهدة
report-engagement-videos-section-3-help = كم شاهد الناس حقًا بقدر ما تسمح به الساعة. الوقت الفريد يعدّ كل ثانية من المقطع مرة لكل شخص، والوقت المعاد ما شوهد ثانيةً، والمكتمل من شاهد المقطع كله تقريبًا.
