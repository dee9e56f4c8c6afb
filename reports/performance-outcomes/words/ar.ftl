report-performance-outcomes-title = نواتج التعلم
report-performance-outcomes-question = كيف يؤدي المتعلمون في كل ناتج تعلم؟
report-performance-outcomes-page-2-title = إجابات المسألة
report-performance-outcomes-page-3-title = إجابات المسألة
report-performance-outcomes-section-1-title = إجابات النواتج
report-performance-outcomes-section-1-help = متوسطات مسائل كل ناتج. تُعدّ كل إجابات كل المتعلمين، لا آخر إجابة لكل واحد فقط.
report-performance-outcomes-section-2-title = كل الوسوم
report-performance-outcomes-section-2-help = كل إجابات المسائل التي تحمل الوسم، لا آخر إجابة لكل متعلم فقط.
report-performance-outcomes-section-3-title = إجابات المسائل
report-performance-outcomes-section-3-help = كل إجابات المسائل التي لها هذا الناتج، لا آخر إجابة لكل متعلم فقط.
report-performance-outcomes-section-4-title = عدد الإجابات
report-performance-outcomes-section-4-help = عدد المتعلمين حسب إجابتهم الأخيرة. تُرسم أكثر اثنتي عشرة إجابة تكرارًا.
report-performance-outcomes-section-5-title = عدد الإجابات
report-performance-outcomes-section-5-help = عدد المتعلمين حسب إجابتهم الأخيرة. تُرسم أكثر اثنتي عشرة إجابة تكرارًا.
report-performance-outcomes-about =
    كل إجابات كل المتعلمين عن المسائل التي تحمل وسوم محتوى، حسب الوسم. ووسوم المسألة هي وسوم أحدث إجابة عنها، وكل إجاباتها تُعدّ لها، أيًّا كانت وسومها من قبل.

    - تُترك المسألة التي لا وسوم لأحدث إجابة عنها.
    - تكون الإجابة **صحيحة** حين تصح المسألة كلها.
    - **ناتج التعلم** قيمة للوسم `learning_outcome`؛ والمسألة التي لها ناتجان تُعدّ لكليهما. والوسوم الأخرى، مثل `difficulty`، تصف فقط.
    - تضم هذه الأعداد كل إجابة لكل متعلم، خلافًا لأعداد المسائل المقيَّمة وغير المقيَّمة التي تُعدّ فيها الأخيرة.
