# Colunas dos relatórios sobre conclusão, primeiras tentativas, grupos, discussões e edições comparadas.
column-up_to_percent = Até esta porcentagem das páginas
column-pages = Páginas
column-visited_none = Não visitaram nenhuma
column-visited_some = Visitaram algumas
column-visited_all = Visitaram todas
column-visited_percent = Porcentagem média visitada
column-page = Página
column-reach_percent = Porcentagem dos inscritos
column-reached = Alcançaram
column-went_further = Foram além
column-may_go_on = Podem continuar
column-stopped = Pararam aqui
column-stopped_percent = Porcentagem que parou
column-tried_none = Não tentaram nenhum
column-tried_some = Tentaram alguns
column-tried_all = Tentaram todos
column-tried_percent = Porcentagem média tentada
column-watched_none = Não assistiram a nenhum
column-watched_some = Assistiram a alguns
column-watched_all = Assistiram a todos
column-watched_percent = Porcentagem média assistida
column-tried = Pares de estudante e problema
column-first_try_right = Certos na primeira tentativa
column-first_try_percent = Porcentagem de certos na primeira tentativa
column-right_percent = Porcentagem de certos em alguma tentativa
column-mean_tries = Tentativas por estudante
column-mean_right_tries = Tentativas certas por estudante
column-mean_wrong_tries = Tentativas erradas por estudante
column-mean_tries_until_right = Tentativas até acertar
column-hint_learners = Pediram uma dica
column-hints = Dicas pedidas
column-feedback_learners = Receberam feedback
column-feedbacks = Feedback dado
column-answer_learners = Viram a resposta
column-answer_before_right = Antes de acertar
column-answer_before_right_percent = Porcentagem antes de acertar
column-answer_never_right = Sem acertar
column-transcript_shown = Transcrição mostrada
column-transcript_hidden = Transcrição ocultada
column-captions_shown = Legendas mostradas
column-captions_hidden = Legendas ocultadas
column-menu_opened = Menu de idiomas
column-downloaded = Baixada
column-newly_passed = Recém-aprovados
column-not_passed = Não aprovados
column-in_progress = Em andamento
column-days_away = Dias de ausência
column-reasons = Motivos
column-threads = Tópicos
column-responses = Respostas
column-comments = Comentários
column-votes = Votos
column-writers = Autores
column-participants = Participantes
column-day_zero = Contado a partir de
column-day_number = Dia
column-ever_enrolled = Inscritos alguma vez
column-ever_active = Ativos alguma vez
column-active_last_week = Ativos nos últimos 7 dias
column-passing_percent = Porcentagem de aprovados
column-mean_grade_percent = Nota média em porcentagem
column-same_day_number = Comparado no dia
column-same_day_enrolled = Inscritos
column-same_day_ever_enrolled = Inscritos alguma vez
column-same_day_ever_active = Ativos alguma vez
risk-reasons = { $before }; { $next }
risk-away = { $count ->
    [one] visto aqui há { $shown } dia
   *[other] visto aqui há { $shown } dias
 }
risk-deadline = { $count ->
    [0] o curso termina hoje
    [one] o curso termina em { $shown } dia
   *[other] o curso termina em { $shown } dias
 }
risk-activity = ativo em { $lately } dos últimos 28 dias, em { $before } dos 28 anteriores
risk-trend = respostas corretas: { $right_lately } de { $lately } nos últimos 28 dias, { $right_before } de { $before } antes
risk-answers = respostas corretas: { $right } de { $tries } ao todo
risk-grade = nota até agora: { $percent }
