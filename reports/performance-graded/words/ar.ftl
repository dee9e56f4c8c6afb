report-performance-graded-title = المحتوى المقيَّم
report-performance-graded-question = كيف يؤدي المتعلمون في الواجبات المقيَّمة؟
report-performance-graded-page-3-title = إجابات المسألة
report-performance-graded-section-1-title = سياسة الدرجات
report-performance-graded-section-1-help = أنواع الواجبات بعرض وزنها في الدرجة؛ والخفيفة جدًا ترسم أعرض قليلًا كي يسهل النقر عليها.
report-performance-graded-section-2-title = إجابات الواجبات
report-performance-graded-section-2-help = متوسطات مسائل كل واجب: المتعلمون الذين كانت إجابتهم الأخيرة صحيحة، والآخرون.
report-performance-graded-section-3-title = إجابات المسائل
report-performance-graded-section-3-help = المتعلمون حسب إجابتهم الأخيرة.
report-performance-graded-section-4-title = عدد الإجابات
report-performance-graded-section-4-help = عدد المتعلمين حسب إجابتهم الأخيرة. تُرسم أكثر اثنتي عشرة إجابة تكرارًا.
report-performance-graded-about =
    المسائل التي تُحسب في الدرجة، حسب نوع الواجب والواجب والمسألة.

    - يُعدّ كل متعلم مرة لكل مسألة، بإجابته **الأخيرة**. وللمسألة ذات الأجزاء يُعدّ متوسط أجزائها.
    - **صحيحة**: هكذا حُكم على الإجابة الأخيرة؛ والنقاط الجزئية تُعدّ صحيحة.
    - **المتوسطات** تقسم على كل مسائل الواجب، ومنها ما لم يجب عنه أحد بعد؛ وعدد المسائل المجاب عنها بجانبها.
    - **وزن** النوع هو ما تقوله سياسة الدرجات في المساق.
    - تكون المسألة مقيَّمة حين تقول علامتها ذلك؛ والتدريب داخل قسم فرعي مقيَّم يُعرض مع المسائل غير المقيَّمة.
