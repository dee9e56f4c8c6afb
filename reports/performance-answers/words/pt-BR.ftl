report-performance-answers-title = Envios de problemas
report-performance-answers-question = Que respostas os estudantes deram, na primeira e na última vez?
report-performance-answers-section-1-title = Envios de problemas
report-performance-answers-section-1-help = Uma linha para cada parte de um problema. Cada estudante conta uma vez, com o primeiro e com o último envio.
