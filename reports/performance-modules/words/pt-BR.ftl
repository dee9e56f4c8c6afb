report-performance-modules-title = Notas e visitas por bloco
report-performance-modules-question = Que pontos os estudantes alcançam em cada problema e quantos abriram cada subseção?
report-performance-modules-section-1-title = Subseções abertas
report-performance-modules-section-1-help = Estudantes que abriram uma subseção ao menos uma vez, segundo o LMS.
report-performance-modules-section-2-title = Pontos alcançados
report-performance-modules-section-2-help = Estudantes por bloco e pontos alcançados, segundo o LMS. Blocos sem pontos são omitidos.
report-performance-modules-about =
    O LMS guarda uma linha para cada estudante e cada bloco em que o estudante fez algo. As **notas** contam essas linhas por pontos alcançados e pontos possíveis; um problema cujos pontos possíveis não são conhecidos tem um grupo próprio. As **visitas** contam os estudantes que abriram uma subseção ao menos uma vez. Ambas são o estado da cópia mais nova do LMS, não um histórico; não se pergunta se o estudante ainda está inscrito.
