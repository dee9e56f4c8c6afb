report-engagement-active_learners-title = المتعلمون النشطون
report-engagement-active_learners-question = كم شخصًا مختلفًا يأتي كل يوم وأسبوع وشهر؟
report-engagement-active_learners-section-1-title = المتعلمون النشطون كل يوم
report-engagement-active_learners-section-1-help = أشخاص مختلفون لهم أي نشاط في المقرر كل يوم.
report-engagement-active_learners-section-2-title = المتعلمون النشطون كل أسبوع وشهر
report-engagement-active_learners-section-2-help = أشخاص مختلفون في كل أسبوع مكتمل، من الاثنين إلى الأحد بتوقيت UTC، وفي كل شهر مكتمل.
