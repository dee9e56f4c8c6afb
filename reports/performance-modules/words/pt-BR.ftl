report-performance-modules-title = Notas e visitas por bloco
report-performance-modules-question = Que pontos os estudantes alcançam em cada problema e quantos abriram cada subseção?
report-performance-modules-section-1-title = Subseções abertas
report-performance-modules-section-1-help = Estudantes que abriram uma subseção ao menos uma vez, segundo o LMS.
report-performance-modules-section-2-title = Pontos alcançados
report-performance-modules-section-2-help = Estudantes por bloco e pontos alcançados, segundo o LMS. Blocos sem pontos são omitidos.
