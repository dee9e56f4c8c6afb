report-performance-modules-title = الدرجات والزيارات حسب الوحدة
report-performance-modules-question = ما النقاط التي يبلغها المتعلمون في كل مسألة، وكم متعلمًا فتح كل قسم فرعي؟
report-performance-modules-section-1-title = الأقسام الفرعية المفتوحة
report-performance-modules-section-1-help = المتعلمون الذين فتحوا القسم الفرعي مرة واحدة على الأقل، بحسب نظام إدارة التعلم.
report-performance-modules-section-2-title = النقاط المحرزة
report-performance-modules-section-2-help = المتعلمون حسب الوحدة والنقاط المحرزة، بحسب نظام إدارة التعلم. وتُترك الوحدات التي لا نقاط لها.
