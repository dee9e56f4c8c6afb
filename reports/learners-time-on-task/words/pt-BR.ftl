report-learners-time_on_task-title = Tempo dedicado por estudante
report-learners-time_on_task-question = Quanto tempo cada estudante passou no curso e em quê?
report-learners-time_on_task-section-1-title = Tempo de cada estudante
report-learners-time_on_task-section-1-help = Conta o tempo até o próximo evento do estudante, a menos que esteja a mais de meia hora.
