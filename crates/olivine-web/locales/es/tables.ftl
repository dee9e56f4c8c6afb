# Tablas, páginas y orden.
table-label = Tabla: { $what }
sort-by = Ordenar por { $column }
table-rows = Filas { $from } a { $to } de { $total }
table-size = Filas por página
pager = Páginas de { $what }
pager-first = Primera
pager-previous = Anterior
pager-next = Siguiente
pager-last = Última
pager-page = Página { $number }
range-from = Desde
range-to = Hasta
range-apply = Mostrar
