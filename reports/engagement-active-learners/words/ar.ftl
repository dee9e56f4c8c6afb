report-engagement-active_learners-title = المتعلمون النشطون
report-engagement-active_learners-question = كم شخصًا مختلفًا يأتي كل يوم وأسبوع وشهر؟
report-engagement-active_learners-section-1-title = المتعلمون النشطون كل يوم
report-engagement-active_learners-section-1-help = أشخاص مختلفون لهم أي نشاط في المساق كل يوم.
report-engagement-active_learners-section-2-title = المتعلمون النشطون كل أسبوع وشهر
report-engagement-active_learners-section-2-help = أشخاص مختلفون في كل أسبوع مكتمل، من الاثنين إلى الأحد بتوقيت UTC، وفي كل شهر مكتمل.
report-engagement-active_learners-about =
    أشخاص مختلفون لهم أي نشاط في المساق: كما في *النشط* في `engagement.content`، غير أن ما تفعله المنصة من تلقاء نفسها (الدرجات والشهادات والأفواج) لا يجعل أحدًا نشطًا هنا. من جاء في ثلاثة أيام من أسبوع يُعدّ ثلاث مرات بين الأيام ومرة واحدة في الأسبوع، لذلك ليست أرقام الفترات الطويلة مجموع أرقام الفترات القصيرة. تبدأ الأسابيع يوم الاثنين، والأشهر هي أشهر التقويم، وكلها بتوقيت UTC؛ ولا تُعرض إلا الفترات المكتملة. وفي أرقام الموقع يُعدّ من نشط في عدة مساقات مرة واحدة.
