report-engagement-content-title = المشاركة في المحتوى
report-engagement-content-question = كم شخصًا ينشط كل أسبوع، وفي ماذا؟
report-engagement-content-section-1-title = مقاييس نشاط المتعلمين
report-engagement-content-section-1-help = أشخاص مختلفون في آخر أسبوع مكتمل، من الاثنين إلى الأحد بتوقيت UTC. النشط: من زار صفحة واحدة على الأقل؛ ولا يُعدّ التسجيل والمغادرة.
report-engagement-content-section-2-title = مشاركة المتعلمين الأسبوعية
report-engagement-content-section-2-help = أشخاص مختلفون حسب الأسبوع ونوع النشاط. قد يكون الشخص في أكثر من خط.
report-engagement-content-section-3-title = تفصيل المشاركة في المحتوى
report-engagement-content-section-3-help = الأرقام نفسها أسبوعًا بأسبوع. النسب من المسجلين في نهاية ذلك الأسبوع.
