# Lista de cursos.
courses-title = Cursos
courses-question = Qual é o tamanho dos meus cursos e qual deles eu abro?
courses-tiles-title = Em todos os seus cursos
courses-tiles-help = Inscrições, não pessoas distintas: quem está em dois cursos conta duas vezes.
courses-search = Buscar
courses-search-label = Nome ou chave do curso
courses-search-hint = Todas as palavras devem aparecer.
courses-filter-apply = Aplicar filtros
courses-filters = Filtros
filter-availability = Disponibilidade
filter-pacing = Ritmo
filter-programs = Programas
availability-archived = Arquivado
availability-current = Em andamento
availability-upcoming = Em breve
availability-unknown = Desconhecida
pacing-self = No próprio ritmo
pacing-instructor = No ritmo do instrutor
pacing-unknown = Desconhecido
filters-in-use = Filtros em uso
filter-chip = { $group }: { $value }
filter-chip-search = “{ $text }”
filter-remove = Remover o filtro { $what }
filters-clear = Limpar tudo
results-count = { $count ->
    [0] Nenhum curso
    [one] { $shown } curso
   *[other] { $shown } cursos
 }
courses-table = Lista de cursos
courses-column-name = Curso
courses-column-start = Início
courses-column-end = Fim
courses-column-total = Inscrição total
courses-column-current = Inscrição atual
courses-column-change = Mudança na última semana
courses-column-verified = Verificados
courses-column-masters = Mestrado
courses-column-passing = Estudantes aprovados
courses-untitled = Curso sem título
courses-none-match-title = Nenhum curso corresponde
courses-none-match-text = Altere a busca ou limpe os filtros.
courses-none-title = Ainda não há dados de cursos
courses-none-text = A lista é preenchida após o primeiro cálculo e atualizada a cada novo cálculo.
courses-bad-query-title = O endereço não foi entendido
courses-bad-query-text = Ele contém um filtro, uma ordem ou uma página que não existe.
courses-bad-query-link = Mostrar todos os cursos
