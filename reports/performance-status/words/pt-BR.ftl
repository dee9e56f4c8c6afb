report-performance-status-title = Notas e certificados
report-performance-status-question = Quantos estudantes foram aprovados, quantos não e quantos estão a caminho?
report-performance-status-section-1-title = Estudantes por situação
report-performance-status-section-1-help = Estudantes inscritos ao fim do último dia completo. Aprovado: data de aprovação e conceito no LMS. Não aprovado: o curso terminou.
report-performance-status-section-2-title = Faixas de notas
report-performance-status-section-2-help = Estudantes inscritos por nota em porcentagem; os sem nota são omitidos.
report-performance-status-section-3-title = Pontuações por subseção
report-performance-status-section-3-help = Estudantes inscritos pela pontuação em cada subseção: a nota que o LMS guarda dela ou, se não houver, os pontos obtidos sobre os possíveis nos seus problemas, incluídos os não tentados. Estudantes sem nenhuma pontuação nela são omitidos.
report-performance-status-section-3-none = Nenhum estudante inscrito tem pontuação em alguma subseção, ou a estrutura deste curso não é conhecida aqui.
report-performance-status-about =
    Cada pessoa inscrita ao fim do último dia completo está em um de três grupos:

    - **aprovado**: o LMS tem uma data de aprovação e um conceito;
    - **não aprovado**: não foi aprovado, e o curso terminou;
    - **em andamento**: todos os outros, também quando não se conhece o fim do curso.

    As **faixas de notas** contam os estudantes pela nota no LMS, em passos de dez por cento; quem ainda não tem nota não está nelas. Os **certificados** são os que um estudante pode baixar. Notas e certificados são os da cópia mais nova do LMS.
