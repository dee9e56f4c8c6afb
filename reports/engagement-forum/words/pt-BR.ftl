report-engagement-forum-title = Discussões
report-engagement-forum-question = Quão animadas são as discussões, quem participa e do que tratam?
report-engagement-forum-section-1-title = Discussões por semana
report-engagement-forum-section-1-help = Tópicos, respostas, comentários e votos, e as pessoas distintas que escreveram, ou escreveram ou votaram, em cada semana completa, de segunda a domingo UTC.
report-engagement-forum-section-2-title = Temas
report-engagement-forum-section-2-help = Sobre o que mais se escreveu, em todo o período.
