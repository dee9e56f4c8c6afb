report-engagement-forum-title = Discussões
report-engagement-forum-question = Quão animadas são as discussões, quem participa e do que tratam?
report-engagement-forum-section-1-title = Discussões por semana
report-engagement-forum-section-1-help = Tópicos, respostas, comentários e votos, e as pessoas distintas que escreveram, ou escreveram ou votaram, em cada semana completa, de segunda a domingo UTC.
report-engagement-forum-section-2-title = Temas
report-engagement-forum-section-2-help = Sobre o que mais se escreveu, em todo o período.
report-engagement-forum-about =
    Conta-se o que o serviço de discussões diz que foi feito: tópicos abertos, respostas, comentários, votos dados e retirados. Um **autor** escreveu ao menos um deles; um **participante** escreveu ou votou. Ler, seguir, editar e excluir não contam em lugar nenhum; uma mensagem excluída mais tarde continua contada no dia em que foi escrita. Membros da equipe que escrevem contam como estudantes.

    As semanas vão de segunda a domingo, UTC; só as completas são mostradas. Os temas têm os nomes que o serviço de discussões lhes dá.
