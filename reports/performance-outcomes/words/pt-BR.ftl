report-performance-outcomes-title = Resultados de aprendizagem
report-performance-outcomes-question = Como os estudantes se saem nos problemas de cada etiqueta?
report-performance-outcomes-section-1-title = Detalhamento dos resultados
report-performance-outcomes-section-1-help = Todos os envios de problemas com a etiqueta, não só o último de cada estudante.
