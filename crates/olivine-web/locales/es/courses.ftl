# Lista de cursos.
courses-title = Cursos
courses-question = ¿Qué tamaño tienen mis cursos y cuál abro?
courses-tiles-title = En todos sus cursos
courses-tiles-help = Inscripciones, no personas distintas: quien está en dos cursos cuenta dos veces.
courses-search = Buscar
courses-search-label = Nombre o clave del curso
courses-search-hint = Deben aparecer todas las palabras.
courses-filter-apply = Aplicar filtros
courses-filters = Filtros
filter-availability = Disponibilidad
filter-pacing = Ritmo
filter-programs = Programas
availability-archived = Archivado
availability-current = En curso
availability-upcoming = Próximo
availability-unknown = Desconocida
pacing-self = A ritmo propio
pacing-instructor = A ritmo del instructor
pacing-unknown = Desconocido
filters-in-use = Filtros en uso
filter-chip = { $group }: { $value }
filter-chip-search = «{ $text }»
filter-remove = Quitar el filtro { $what }
filters-clear = Quitar todos
results-count = { $count ->
    [0] Ningún curso
    [one] { $shown } curso
   *[other] { $shown } cursos
 }
courses-table = Lista de cursos
courses-column-name = Curso
courses-column-start = Inicio
courses-column-end = Fin
courses-column-total = Inscripción total
courses-column-current = Inscripción actual
courses-column-change = Cambio en la última semana
courses-column-verified = Verificados
courses-column-masters = Máster
courses-column-passing = Estudiantes aprobados
courses-untitled = Curso sin título
courses-none-match-title = Ningún curso coincide
courses-none-match-text = Cambie la búsqueda o quite los filtros.
courses-none-title = Todavía no hay datos de cursos
courses-none-text = La lista se llena tras el primer cálculo y se actualiza con cada uno de los siguientes.
courses-bad-query-title = No se entendió la dirección
courses-bad-query-text = Contiene un filtro, un orden o una página que no existe.
courses-bad-query-link = Mostrar todos los cursos
