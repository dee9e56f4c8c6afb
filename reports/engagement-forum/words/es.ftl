report-engagement-forum-title = Foros
report-engagement-forum-question = ¿Qué tan animados están los foros, quién participa y de qué tratan?
report-engagement-forum-section-1-title = Foros por semana
report-engagement-forum-section-1-help = Hilos, respuestas, comentarios y votos, y las personas distintas que escribieron, o escribieron o votaron, en cada semana completa, de lunes a domingo UTC.
report-engagement-forum-section-2-title = Temas
report-engagement-forum-section-2-help = De qué se escribió más, en todo el tiempo.
