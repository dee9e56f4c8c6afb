report-learners-time_on_task-title = Tempo dedicado por estudante
report-learners-time_on_task-question = Quanto tempo cada estudante passou no curso e em quê?
report-learners-time_on_task-section-1-title = Tempo de cada estudante
report-learners-time_on_task-section-1-help = Conta o tempo até o próximo evento do estudante, a menos que esteja a mais de meia hora.
report-learners-time_on_task-about =
    O tempo dedicado de cada estudante em todo o período, calculado como em `engagement.time_on_task`. *Dias* são aqueles com alguma atividade no curso. Um estudante que a cópia mais nova do LMS não conhece não tem nome aqui, só um número.
