report-learners-detail-title = Detalhes do estudante
report-learners-detail-question = O que uma pessoa fez no curso, dia a dia?
report-learners-detail-section-1-title = Estudante
report-learners-detail-section-1-help = Quem é, segundo a lista de estudantes.
report-learners-detail-section-2-title = Atividade diária
report-learners-detail-section-2-help = Do primeiro dia com atividade ao último dia completo. Escolha uma pessoa na lista ou informe um nome de usuário no endereço.
report-learners-detail-section-3-title = Atividade ao longo do tempo
report-learners-detail-section-3-help = Os mesmos números por dia.
