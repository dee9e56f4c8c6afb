report-engagement-time_on_task-title = Tempo dedicado
report-engagement-time_on_task-question = Quanto tempo as pessoas passam no curso e em quê?
report-engagement-time_on_task-section-1-title = Tempo até agora
report-engagement-time_on_task-section-1-help = Em todo o período, por tipo de atividade; abaixo: quantas pessoas dedicaram quanto tempo.
report-engagement-time_on_task-section-2-title = Horas por dia
report-engagement-time_on_task-section-2-help = Horas de todas as pessoas juntas. Conta o tempo até o próximo evento, a menos que esteja a mais de meia hora.
