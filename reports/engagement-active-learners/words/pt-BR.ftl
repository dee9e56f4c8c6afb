report-engagement-active_learners-title = Estudantes ativos
report-engagement-active_learners-question = Quantas pessoas diferentes vêm a cada dia, semana e mês?
report-engagement-active_learners-section-1-title = Estudantes ativos por dia
report-engagement-active_learners-section-1-help = Pessoas diferentes com alguma atividade no curso em cada dia.
report-engagement-active_learners-section-2-title = Estudantes ativos por semana e mês
report-engagement-active_learners-section-2-help = Pessoas diferentes em cada semana completa, de segunda a domingo UTC, e em cada mês completo.
