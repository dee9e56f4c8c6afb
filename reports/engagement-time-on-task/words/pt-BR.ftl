report-engagement-time_on_task-title = Tempo dedicado
report-engagement-time_on_task-question = Quanto tempo as pessoas passam no curso e em quê?
report-engagement-time_on_task-section-1-title = Tempo até agora
report-engagement-time_on_task-section-1-help = Em todo o período, por tipo de atividade; abaixo: quantas pessoas dedicaram quanto tempo.
report-engagement-time_on_task-section-2-title = Horas por dia
report-engagement-time_on_task-section-2-help = Horas de todas as pessoas juntas. Conta o tempo até o próximo evento, a menos que esteja a mais de meia hora.
report-engagement-time_on_task-about =
    Os registros dizem quando as pessoas fizeram algo, não quanto tempo ficaram ali. O tempo de um evento de uma pessoa até o próximo conta para aquilo de que o primeiro tratava, a menos que o próximo esteja mais distante que a *pausa máxima* (30 minutos): então se considera que a pessoa saiu, e conta um *resto* (um minuto). Assim, uma página lida por mais tempo que a pausa máxima conta como um minuto, e uma página deixada aberta não conta mais do que isso.

    O tempo em outro curso, ou fora de todos, conta para isso e não aqui. O que a plataforma faz por si mesma (inscrições, notas, certificados, trabalho em segundo plano) não é atividade.
