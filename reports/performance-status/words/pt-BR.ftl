report-performance-status-title = Notas e certificados
report-performance-status-question = Quantos estudantes foram aprovados, quantos não e quantos estão a caminho?
report-performance-status-section-1-title = Estudantes por situação
report-performance-status-section-1-help = Estudantes inscritos ao fim do último dia completo. Aprovado: data de aprovação e conceito no LMS. Não aprovado: o curso terminou.
report-performance-status-section-2-title = Faixas de notas
report-performance-status-section-2-help = Estudantes inscritos por nota em porcentagem; os sem nota são omitidos.
