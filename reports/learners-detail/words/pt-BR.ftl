report-learners-detail-title = Detalhes do estudante
report-learners-detail-question = O que uma pessoa fez no curso, dia a dia?
report-learners-detail-section-1-title = Estudante
report-learners-detail-section-1-help = Quem é, segundo a lista de estudantes.
report-learners-detail-section-2-title = Atividade diária
report-learners-detail-section-2-help = Do primeiro dia com atividade ao último dia completo. Escolha uma pessoa na lista ou informe um nome de usuário acima.
report-learners-detail-section-3-title = Atividade ao longo do tempo
report-learners-detail-section-3-help = Os mesmos números por dia.
report-learners-detail-about =
    O que cada pessoa fez com as partes do curso em cada dia:

    - **Problemas tentados** e **problemas corretos**: problemas diferentes enviados ao servidor e, entre eles, os que tiveram uma resposta correta naquele dia.
    - **Vídeos vistos**: vídeos diferentes que foram reproduzidos.
    - **Contribuições nas discussões**: tópicos, respostas e comentários.

    As pessoas são reconhecidas pelo nome de usuário nos eventos. Quem não tem um não conta, a menos que se escolha um nome próprio para elas (`store_anonymous_username`): então todas são uma só pessoa.
