report-performance-outcomes-title = Resultados de aprendizagem
report-performance-outcomes-question = Como os estudantes se saem em cada resultado de aprendizagem?
report-performance-outcomes-page-2-title = Envios do problema
report-performance-outcomes-page-3-title = Envios do problema
report-performance-outcomes-section-1-title = Envios por resultado
report-performance-outcomes-section-1-help = Médias dos problemas de cada resultado de aprendizagem. Contam todos os envios de todos os estudantes, não só o último de cada um.
report-performance-outcomes-section-2-title = Todas as etiquetas
report-performance-outcomes-section-2-help = Todos os envios de problemas com a etiqueta, não só o último de cada estudante.
report-performance-outcomes-section-3-title = Envios de problemas
report-performance-outcomes-section-3-help = Todos os envios de problemas com este resultado, não só o último de cada estudante.
report-performance-outcomes-section-4-title = Número de envios
report-performance-outcomes-section-4-help = Estudantes pela resposta do último envio. As doze respostas mais frequentes são desenhadas.
report-performance-outcomes-section-5-title = Número de envios
report-performance-outcomes-section-5-help = Estudantes pela resposta do último envio. As doze respostas mais frequentes são desenhadas.
report-performance-outcomes-about =
    Todos os envios de todos os estudantes a problemas que têm etiquetas de conteúdo, por etiqueta. As etiquetas de um problema são as do seu envio mais recente, e todos os seus envios contam para elas, quaisquer que fossem as etiquetas antes.

    - Um problema cujo envio mais recente não tem etiquetas é omitido.
    - Um envio é **correto** quando o problema inteiro está certo.
    - Um **resultado de aprendizagem** é um valor da etiqueta `learning_outcome`; um problema com dois deles conta para ambos. Outras etiquetas, como `difficulty`, só descrevem.
    - Estes números contêm todos os envios de todos os estudantes, ao contrário dos números dos problemas que valem e que não valem nota, em que conta o último.
