report-engagement-active_learners-title = Estudantes ativos
report-engagement-active_learners-question = Quantas pessoas diferentes vêm a cada dia, semana e mês?
report-engagement-active_learners-section-1-title = Estudantes ativos por dia
report-engagement-active_learners-section-1-help = Pessoas diferentes com alguma atividade no curso em cada dia.
report-engagement-active_learners-section-2-title = Estudantes ativos por semana e mês
report-engagement-active_learners-section-2-help = Pessoas diferentes em cada semana completa, de segunda a domingo UTC, e em cada mês completo.
report-engagement-active_learners-about =
    Pessoas diferentes com alguma atividade no curso: como *ativas* em `engagement.content`, mas o que a plataforma faz por si mesma (notas, certificados, coortes) não torna ninguém ativo aqui. Quem veio em três dias de uma semana conta três vezes entre os dias e uma na semana; por isso os números dos períodos mais longos não são somas dos números dos mais curtos. As semanas começam na segunda-feira e os meses são os do calendário, tudo em UTC; só os completos são mostrados. Para o site, quem esteve ativo em vários cursos conta uma vez.
