report-performance-answers-title = إجابات المسائل
report-performance-answers-question = ما الإجابات التي قدمها المتعلمون أولًا وأخيرًا؟
report-performance-answers-section-1-title = إجابات المسائل
report-performance-answers-section-1-help = صف لكل جزء من المسألة. يُعدّ كل متعلم مرة واحدة، بأول إجابة له وبآخر إجابة.
