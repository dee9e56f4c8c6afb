report-learners-at_risk-title = Estudantes em risco
report-learners-at_risk-question = Quem pode estar prestes a desistir e por quê?
report-learners-at_risk-section-1-title = Estudantes em risco
report-learners-at_risk-section-1-help = Pessoas inscritas sem aprovação, que fizeram mais do que abrir o início do curso e estão ausentes há sete dias ou mais (configurável), com o curso em andamento. A pontuação soma um ponto ou mais por motivo citado. Os e-mails estão no arquivo para baixar.
report-learners-at_risk-section-1-none = Ninguém neste curso está em risco.
report-learners-at_risk-about =
    Pessoas que estão inscritas, não foram aprovadas, fizeram mais do que abrir o início do curso e estiveram aqui pela última vez há sete dias ou mais (uma configuração do relatório sobre grupos de estudantes), com o curso em andamento.

    A **pontuação** soma pontos, cada um com seu motivo (as páginas o dizem em palavras; tabelas e arquivos têm os códigos entre parênteses):

    - (`away`) última visita há tantos dias: um ponto; dois a partir do dobro e três a partir do quádruplo dos dias após os quais uma pessoa é considerada ausente;
    - (`deadline`) o curso termina em até 28 dias: um ponto; em até 7 dias, dois;
    - (`activity`) nos últimos 28 dias, ativo em menos da metade dos dias que nos 28 anteriores: um;
    - (`trend`) de ao menos três respostas nos últimos 28 dias, uma parcela de corretas menor que a de antes em ao menos um quinto de todas as respostas: um;
    - (`answers`) menos da metade de ao menos cinco respostas corretas: um;
    - (`grade`) uma nota abaixo de 50%: um.

    A pontuação ordena a lista. Não é uma probabilidade.
