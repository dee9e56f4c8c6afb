report-engagement-weekdays-title = أيام الأسبوع
report-engagement-weekdays-question = في أي أيام الأسبوع يتعلم الناس؟
report-engagement-weekdays-section-1-title = حسب يوم الأسبوع
report-engagement-weekdays-section-1-help = 1 هو الاثنين و7 هو الأحد؛ الأيام بالتوقيت العالمي.
report-engagement-weekdays-about =
    إن **يوم الشخص** شخص واحد فعل أي شيء في المساق في يوم واحد (بتوقيت UTC): من يأتي في ثلاثة أيام اثنين يُعدّ ليوم الاثنين ثلاثة من أيام الأشخاص، وشخصًا واحدًا.
