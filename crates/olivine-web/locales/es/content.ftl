# Contenido de los cursos: vídeos, problemas evaluables y no evaluables, resultados de aprendizaje, respuestas.
column-order = Orden
column-section_name = Sección
column-subsection_name = Subsección
column-video_name = Vídeo
column-assignment_type_name = Tipo de tarea
column-assignment_name = Tarea
column-problem_name = Problema
column-outcome_name = Resultado de aprendizaje
column-difficulty = Dificultad
column-weight = Peso en la nota
column-videos = Vídeos
column-videos_watched = Vídeos vistos
column-problems = Problemas
column-problems_answered = Problemas respondidos
column-complete_views = Visualizaciones completas
column-incomplete_views = Visualizaciones incompletas
column-average_complete = Media de visualizaciones completas
column-average_incomplete = Media de visualizaciones incompletas
column-completion_percentage = Porcentaje de finalización
column-correct_submissions = Correctas
column-incorrect_submissions = Incorrectas
column-total_submissions = Respuestas
column-average_correct = Media de correctas
column-average_incorrect = Media de incorrectas
column-average_submissions = Media de respuestas por problema
column-percent_correct = Porcentaje de correctas
column-time = Tiempo
column-unique_viewers = Espectadores distintos
column-replays = Repeticiones
column-total_views = Visualizaciones totales
column-answer = Respuesta
column-is_correct = Correcta
column-submission_count = Número de respuestas
column-share_of_submissions = Proporción de respuestas
column-first_submission_count = Primeras respuestas
column-variant = Variante
caption-video-views = Visualizaciones de vídeos
caption-total-video-views = Visualizaciones totales del vídeo
caption-submissions = Respuestas
tile-completion-rate = Tasa de finalización
tile-started-video = Empezaron el vídeo
tile-finished-video = Terminaron el vídeo
answer-correct = Correcta
answer-incorrect = Incorrecta
answers-randomised = Este problema tiene muchas variantes, por lo que sus respuestas no se dibujan. La tabla tiene una fila por cada respuesta y variante; la descarga las contiene todas.
tip-number-and-share = { $number } ({ $share })
tip-answer = Respuesta: { $answer }
content-elsewhere = Ya no está en el curso
content-unplaced = Lugar en el curso desconocido
content-no-structure-title = No se conoce la estructura de este curso
content-no-structure-text = Sin su estructura no se puede saber dónde están los vídeos y problemas de este curso ni cuáles se evalúan. Un operador puede importarla con el comando «olivine import structure».
content-no-views-title = Nadie ha visto todavía un vídeo aquí
content-no-views-text = Las visualizaciones aparecen cuando alguien ha visto un vídeo y las cifras se han calculado de nuevo.
content-no-graded-title = Todavía no hay respuestas a estas tareas
content-no-graded-text = Las respuestas aparecen cuando los estudiantes han respondido y las cifras se han calculado de nuevo.
content-no-practice-title = Todavía no hay respuestas a estos ejercicios
content-no-practice-text = Las respuestas aparecen cuando los estudiantes han respondido y las cifras se han calculado de nuevo.
content-nothing-graded-title = En este curso no se evalúa nada
content-nothing-graded-text = Ni la estructura del curso ni la política de calificación nombran un tipo de tarea.
content-no-answers-title = Todavía no hay respuestas a esta parte
content-no-answers-text = Las respuestas aparecen cuando los estudiantes han respondido y las cifras se han calculado de nuevo.
content-no-policy = No se conoce la política de calificación de este curso, por lo que faltan los pesos.
select-section = Sección:
select-subsection = Subsección:
select-video = Vídeo:
select-assignment_type = Tipo de tarea:
select-assignment = Tarea:
select-problem = Problema:
select-outcome = Resultado de aprendizaje:
select-part = Parte:
select-all-section = Todas las secciones
select-all-assignment_type = Todos los tipos de tarea
select-all-outcome = Todos los resultados
select-none = elegir
select-no-data = (sin datos)
video-previous = Vídeo anterior
video-next = Vídeo siguiente
view-live = Ver en el curso
new-tab = (se abre en otra pestaña)
problem-part = Parte { $number }
problem-part-question = Parte { $number }: { $question }
crumbs = Dónde está
page-of-kind = { $kind }: { $name }
summary-levels-views = Entre { $rows } elementos con visualizaciones, la finalización es más alta en «{ $best }» ({ $best_percent }) y más baja en «{ $worst }» ({ $worst_percent }).
summary-levels-views-one = En «{ $best }», el { $best_percent } de las visualizaciones son completas.
summary-levels-answers = Entre { $rows } elementos con respuestas, la proporción de correctas es más alta en «{ $best }» ({ $best_percent }) y más baja en «{ $worst }» ({ $worst_percent }).
summary-levels-answers-one = En «{ $best }», el { $best_percent } de las respuestas son correctas.
timeline-people = { $count ->
    [one] { $shown } persona
   *[other] { $shown } personas
 }
timeline-replays = { $count ->
    [one] { $shown } repetición
   *[other] { $shown } repeticiones
 }
summary-timeline = { $count ->
    [one] { $shown } persona vio
   *[other] { $shown } personas vieron
 } el comienzo de «{ $name }» y { $last } su final, en { $end }. El máximo, { $peak }, se alcanzó en { $peak_time }; lo que más se repitió fue { $again_time }, con { $replays }.
summary-timeline-once = { $count ->
    [one] { $shown } persona vio
   *[other] { $shown } personas vieron
 } el comienzo de «{ $name }» y { $last } su final, en { $end }. El máximo, { $peak }, se alcanzó en { $peak_time }; nada se vio de nuevo.
summary-weight = { $name }: { $percent }
summary-answers = { $count ->
    [one] El { $percent } de { $shown } respuesta es correcta.
   *[other] El { $percent } de { $shown } respuestas son correctas.
 } La respuesta más frecuente es «{ $top }», con el { $top_percent }.
list-separator = {"; "}
save-png-of = Guardar como PNG: { $what }
save-svg-of = Guardar como SVG: { $what }
tile-group-active = Activos
tile-group-at-risk = En riesgo
tile-group-passed = Aprobados
tile-group-other = Otros
tile-of-enrolled = { $percent } de las personas inscritas
tile-week-change = { $change } respecto a la semana anterior
export-as-seen = Lo que se ve de { $what }, como archivo
export-short = Lo que se ve:
export-of = { $what } tal como se ve, { $form }
filter-legend = Días y personas que se muestran
filter-track = Modalidad
filter-cohort = Cohorte
filter-without_staff = Sin el equipo del curso
filter-all = Todas
filter-clear = Mostrar todo
filter-not-applied = Estas cifras no dependen de: { $filters }.
mark-start = Inicio del curso
mark-end = Fin del curso
mark-due = Entrega: { $name }
mark-named = { $label } ({ $date })
marks-drawn = Señalado en el eje: { $marks }.
notes-title = Anotaciones
notes-question = ¿Qué debe saber quien mira el curso a lo largo del tiempo?
notes-day = Día
notes-text = Anotación
notes-author = Por
notes-add = Añadir anotación
notes-list = Anotaciones en los ejes de tiempo
notes-none = Todavía no hay anotaciones. Una anotación aparece en el eje de tiempo de cada informe de este curso, para todo el equipo del curso.
notes-remove = Quitar
notes-remove-one = Quitar la anotación: { $note }
notes-refused = La anotación no se ha guardado: necesita un día y como mucho 120 caracteres.
notes-full = La anotación no se ha guardado: ya hay 50, y más no se podrían leer en un eje. Quite antes una.
