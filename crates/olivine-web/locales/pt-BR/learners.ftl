# Estudantes: lista e detalhes.
learners-period = Atividade de { $start } a { $end }
learners-period-none = Nenhuma atividade foi calculada ainda.
learners-search-label = Nome, nome de usuário ou e-mail
learners-search-hint = Basta uma parte de qualquer um deles.
learners-cohort = Coorte
learners-track = Modalidade de inscrição
learners-all = Todas
learners-with-inactive = Mostrar também estudantes inativos
learners-show-inactive = Mostrar também estudantes inativos
learners-count = { $count ->
    [0] Nenhum estudante
    [one] { $shown } estudante
   *[other] { $shown } estudantes
 }
learners-none-title = Nenhum estudante corresponde
learners-none-text = Altere a busca ou os filtros.
learners-no-ratio = N/D
learners-rank-high = (alto)
learners-rank-low = (baixo)
learners-column-username = Estudante
learners-column-problems-attempted = Problemas tentados
learners-column-problems-completed = Problemas corretos
learners-column-problem-attempts-per-completed = Tentativas por problema correto
learners-column-videos-viewed = Vídeos
learners-column-discussion-contributions = Discussões
learners-segment-inactive = inativo
learners-segment-disengaging = perdendo o engajamento
learners-segment-unenrolled = saiu
learners-segment-highly-engaged = muito engajado
learners-segment-struggling = com dificuldades
column-problems_attempted = Problemas tentados
column-problems_completed = Problemas corretos
column-videos_viewed = Vídeos vistos
column-discussion_contributions = Contribuições nas discussões
tile-learner-name = Estudante
tile-learner-track = Modalidade de inscrição
tile-learner-cohort = Coorte
tile-learner-last-active = Última atividade
summary-learner-days = { $count ->
    [one] Ativo em { $active } de { $shown } dia,
   *[other] Ativo em { $active } de { $shown } dias,
 } o último em { $last }.
learners-return = Voltar para Estudantes
person-label = Nome de usuário
person-show = Mostrar
person-choose-title = Escolha um estudante
person-choose-text = Abra um na lista de estudantes ou digite um nome de usuário.
person-unknown-title = Nenhum estudante com esse nome de usuário
person-unknown-text = Ninguém neste curso o tem. Digite o nome de usuário, não o nome completo nem o e-mail; na lista de estudantes é possível buscar pelos três.
