report-engagement-completion-title = إكمال المقرر
report-engagement-completion-question = إلى أي مدى يصل المتعلمون في المقرر، وأين يتوقفون؟
report-engagement-completion-section-1-title = إلى أي مدى يصل المتعلمون
report-engagement-completion-section-1-help = المسجلون حسب نسبة صفحات المقرر التي زاروها، مقرَّبة إلى أعلى عشرة بالمئة. 0: لم يزوروا أي صفحة.
report-engagement-completion-section-2-title = الأقسام والأقسام الفرعية
report-engagement-completion-section-2-help = المسجلون الذين لم يزوروا أي صفحة من كل جزء، أو زاروا صفحة واحدة على الأقل، أو زاروا كل الصفحات، ومتوسط نسبة الصفحات المزورة. الصف الأول هو المقرر كله.
report-engagement-completion-section-3-title = الوصول إلى الصفحات
report-engagement-completion-section-3-help = المسجلون الذين زاروا كل صفحة، بترتيب المقرر. الهبوط يُظهر أين يتوقف المتعلمون.
