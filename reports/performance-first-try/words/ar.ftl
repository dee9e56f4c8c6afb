report-performance-first_try-title = المحاولات الأولى
report-performance-first_try-question = أي المسائل يحلها المتعلمون من أول مرة، وأيها يحتاج محاولات كثيرة؟
report-performance-first_try-section-1-title = كل المسائل
report-performance-first_try-section-1-help = في كل مسائل المقرر: المتعلمون والمسائل، وكم مرة كانت المحاولة الأولى صحيحة، وعدد المحاولات لكل مسألة حاولها متعلم.
report-performance-first_try-section-2-title = صحيح من المحاولة الأولى
report-performance-first_try-section-2-help = نسبة المتعلمين الذين كانت محاولتهم الأولى صحيحة من الذين حاولوا، حسب المسألة بترتيب المقرر. المتوسطات محاولات لكل متعلم؛ والمحاولات حتى الصواب للمتعلمين الذين أصابوا.
