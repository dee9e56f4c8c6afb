report-performance-ungraded-title = المسائل غير المقيَّمة
report-performance-ungraded-question = كيف يؤدي المتعلمون في مسائل التدريب؟
report-performance-ungraded-page-3-title = إجابات المسألة
report-performance-ungraded-section-1-title = إجابات الأقسام
report-performance-ungraded-section-1-help = متوسطات مسائل كل قسم: المتعلمون الذين كانت إجابتهم الأخيرة صحيحة، والآخرون.
report-performance-ungraded-section-2-title = إجابات الأقسام الفرعية
report-performance-ungraded-section-2-help = متوسطات مسائل كل قسم فرعي: المتعلمون الذين كانت إجابتهم الأخيرة صحيحة، والآخرون.
report-performance-ungraded-section-3-title = إجابات المسائل
report-performance-ungraded-section-3-help = المتعلمون حسب إجابتهم الأخيرة.
report-performance-ungraded-section-4-title = عدد الإجابات
report-performance-ungraded-section-4-help = عدد المتعلمين حسب إجابتهم الأخيرة. تُرسم أكثر اثنتي عشرة إجابة تكرارًا.
report-performance-ungraded-about =
    المسائل التي لا تُحسب في الدرجة، حسب القسم والقسم الفرعي والمسألة.

    - يُعدّ كل متعلم مرة لكل مسألة، بإجابته **الأخيرة**. وللمسألة ذات الأجزاء يُعدّ متوسط أجزائها.
    - **صحيحة**: هكذا حُكم على الإجابة الأخيرة؛ والنقاط الجزئية تُعدّ صحيحة.
    - **المتوسطات** تقسم على كل مسائل القسم، ومنها ما لم يجب عنه أحد بعد؛ وعدد المسائل المجاب عنها بجانبها.
    - المسائل التي أُجيب عنها ولم تعد في المساق تقف على حدة، كي لا يضيع تاريخها.
