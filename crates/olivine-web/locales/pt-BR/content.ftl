# Conteúdo dos cursos: vídeos, problemas que valem nota ou não, resultados de aprendizagem, respostas.
column-order = Ordem
column-section_name = Seção
column-subsection_name = Subseção
column-video_name = Vídeo
column-assignment_type_name = Tipo de tarefa
column-assignment_name = Tarefa
column-problem_name = Problema
column-outcome_name = Resultado de aprendizagem
column-difficulty = Dificuldade
column-weight = Peso na nota
column-videos = Vídeos
column-videos_watched = Vídeos assistidos
column-problems = Problemas
column-problems_answered = Problemas respondidos
column-complete_views = Visualizações completas
column-incomplete_views = Visualizações incompletas
column-average_complete = Média de visualizações completas
column-average_incomplete = Média de visualizações incompletas
column-completion_percentage = Porcentagem de conclusão
column-correct_submissions = Corretos
column-incorrect_submissions = Incorretos
column-total_submissions = Envios
column-average_correct = Média de corretos
column-average_incorrect = Média de incorretos
column-average_submissions = Média de envios por problema
column-percent_correct = Porcentagem de corretos
column-time = Tempo
column-unique_viewers = Espectadores distintos
column-replays = Repetições
column-total_views = Total de visualizações
column-answer = Resposta
column-is_correct = Correta
column-submission_count = Número de envios
column-share_of_submissions = Parcela dos envios
column-first_submission_count = Primeiros envios
column-variant = Variante
caption-video-views = Visualizações de vídeos
caption-total-video-views = Total de visualizações do vídeo
caption-submissions = Envios
tile-completion-rate = Taxa de conclusão
tile-started-video = Começaram o vídeo
tile-finished-video = Terminaram o vídeo
answer-correct = Correta
answer-incorrect = Incorreta
answers-randomised = Este problema tem muitas variantes, por isso suas respostas não são desenhadas. A tabela tem uma linha para cada resposta e variante; o download contém todas.
tip-number-and-share = { $number } ({ $share })
tip-answer = Resposta: { $answer }
content-elsewhere = Não está mais no curso
content-unplaced = Lugar no curso desconhecido
content-no-structure-title = A estrutura deste curso não é conhecida
content-no-structure-text = Sem a estrutura não se sabe onde ficam os vídeos e problemas deste curso nem quais valem nota. Um operador pode importá-la com o comando “olivine import structure”.
content-no-views-title = Ninguém assistiu a um vídeo aqui ainda
content-no-views-text = As visualizações aparecem depois que alguém assistiu e os números foram calculados de novo.
content-no-graded-title = Ainda não há envios para estas tarefas
content-no-graded-text = Os envios aparecem depois que os estudantes responderam e os números foram calculados de novo.
content-no-practice-title = Ainda não há envios para estes exercícios
content-no-practice-text = Os envios aparecem depois que os estudantes responderam e os números foram calculados de novo.
content-nothing-graded-title = Nada neste curso vale nota
content-nothing-graded-text = Nem a estrutura do curso nem a política de notas nomeiam um tipo de tarefa.
content-no-answers-title = Ainda não há respostas para esta parte
content-no-answers-text = As respostas aparecem depois que os estudantes responderam e os números foram calculados de novo.
content-no-policy = A política de notas deste curso não é conhecida, por isso faltam os pesos.
select-section = Seção:
select-subsection = Subseção:
select-video = Vídeo:
select-assignment_type = Tipo de tarefa:
select-assignment = Tarefa:
select-problem = Problema:
select-outcome = Resultado de aprendizagem:
select-part = Parte:
select-all-section = Todas as seções
select-all-assignment_type = Todos os tipos de tarefa
select-all-outcome = Todos os resultados
select-none = escolher
select-no-data = (sem dados)
video-previous = Vídeo anterior
video-next = Próximo vídeo
view-live = Ver no curso
new-tab = (abre em outra aba)
problem-part = Parte { $number }
problem-part-question = Parte { $number }: { $question }
crumbs = Onde você está
page-of-kind = { $kind }: { $name }
summary-levels-views = Entre { $rows } itens com visualizações, a conclusão é mais alta em “{ $best }” ({ $best_percent }) e mais baixa em “{ $worst }” ({ $worst_percent }).
summary-levels-views-one = Em “{ $best }”, { $best_percent } das visualizações são completas.
summary-levels-answers = Entre { $rows } itens com envios, a parcela de corretos é mais alta em “{ $best }” ({ $best_percent }) e mais baixa em “{ $worst }” ({ $worst_percent }).
summary-levels-answers-one = Em “{ $best }”, { $best_percent } dos envios são corretos.
timeline-people = { $count ->
    [one] { $shown } pessoa
   *[other] { $shown } pessoas
 }
timeline-replays = { $count ->
    [one] { $shown } repetição
   *[other] { $shown } repetições
 }
summary-timeline = { $count ->
    [one] { $shown } pessoa assistiu
   *[other] { $shown } pessoas assistiram
 } ao começo de “{ $name }” e { $last } ao fim, em { $end }. O máximo, { $peak }, foi atingido em { $peak_time }; o mais repetido foi { $again_time }, com { $replays }.
summary-timeline-once = { $count ->
    [one] { $shown } pessoa assistiu
   *[other] { $shown } pessoas assistiram
 } ao começo de “{ $name }” e { $last } ao fim, em { $end }. O máximo, { $peak }, foi atingido em { $peak_time }; nada foi visto de novo.
summary-weight = { $name }: { $percent }
summary-answers = { $count ->
    [one] { $percent } de { $shown } envio é correto.
   *[other] { $percent } de { $shown } envios são corretos.
 } A resposta mais frequente é “{ $top }”, com { $top_percent }.
list-separator = {"; "}
save-png-of = Salvar como PNG: { $what }
save-svg-of = Salvar como SVG: { $what }
tile-group-active = Ativos
tile-group-at-risk = Em risco
tile-group-passed = Aprovados
tile-group-other = Outros
tile-of-enrolled = { $percent } das pessoas inscritas
tile-week-change = { $change } em relação à semana anterior
export-as-seen = O que se vê de { $what }, como arquivo
export-short = O que se vê:
export-of = { $what } como se vê, { $form }
filter-legend = Dias e pessoas mostrados
filter-track = Modalidade
filter-cohort = Coorte
filter-without_staff = Sem a equipe do curso
filter-all = Todas
filter-clear = Mostrar tudo
filter-not-applied = Estes números não dependem de: { $filters }.
mark-start = Início do curso
mark-end = Fim do curso
mark-due = Prazo: { $name }
mark-named = { $label } ({ $date })
marks-drawn = Marcado no eixo: { $marks }.
notes-title = Anotações
notes-question = O que deve saber quem olha o curso ao longo do tempo?
notes-day = Dia
notes-text = Anotação
notes-author = Por
notes-add = Adicionar anotação
notes-list = Anotações nos eixos de tempo
notes-none = Ainda não há anotações. Uma anotação fica no eixo de tempo de cada relatório deste curso, para toda a equipe do curso.
notes-remove = Remover
notes-remove-one = Remover a anotação: { $note }
notes-refused = A anotação não foi aceita: ela precisa de um dia e de no máximo 120 caracteres.
notes-full = A anotação não foi aceita: já há 50, e mais do que isso ficaria ilegível em um eixo. Remova uma antes.
