# Tabelas, páginas, ordenação.
table-label = Tabela: { $what }
sort-by = Ordenar por { $column }
table-rows = Linhas { $from } a { $to } de { $total }
table-size = Linhas por página
pager = Páginas de { $what }
pager-first = Primeira
pager-previous = Anterior
pager-next = Próxima
pager-last = Última
pager-page = Página { $number }
range-from = De
range-to = Até
range-apply = Mostrar
