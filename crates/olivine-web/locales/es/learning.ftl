# Columnas de los informes sobre avance, primeros intentos, grupos, foros y ediciones comparadas.
column-up_to_percent = Hasta este porcentaje de páginas
column-pages = Páginas
column-visited_none = No visitaron ninguna
column-visited_some = Visitaron algunas
column-visited_all = Visitaron todas
column-visited_percent = Porcentaje medio visitado
column-page = Página
column-reach_percent = Porcentaje de inscritos
column-reached = La alcanzaron
column-went_further = Fueron más allá
column-may_go_on = Pueden seguir
column-stopped = Se detuvieron aquí
column-stopped_percent = Porcentaje que se detuvo
column-tried_none = No intentaron ninguno
column-tried_some = Intentaron algunos
column-tried_all = Intentaron todos
column-tried_percent = Porcentaje medio intentado
column-watched_none = No vieron ninguno
column-watched_some = Vieron algunos
column-watched_all = Vieron todos
column-watched_percent = Porcentaje medio visto
column-tried = Pares de estudiante y problema
column-first_try_right = Correctos al primer intento
column-first_try_percent = Porcentaje de correctos al primer intento
column-right_percent = Porcentaje de correctos en algún intento
column-mean_tries = Intentos por estudiante
column-mean_right_tries = Intentos correctos por estudiante
column-mean_wrong_tries = Intentos incorrectos por estudiante
column-mean_tries_until_right = Intentos hasta acertar
column-hint_learners = Pidieron una pista
column-hints = Pistas pedidas
column-feedback_learners = Recibieron retroalimentación
column-feedbacks = Retroalimentación dada
column-answer_learners = Vieron la respuesta
column-answer_before_right = Antes de acertar
column-answer_before_right_percent = Porcentaje antes de acertar
column-answer_never_right = Sin acertar
column-transcript_shown = Transcripción mostrada
column-transcript_hidden = Transcripción ocultada
column-captions_shown = Subtítulos mostrados
column-captions_hidden = Subtítulos ocultados
column-menu_opened = Menú de idiomas
column-downloaded = Descargada
column-newly_passed = Nuevos aprobados
column-not_passed = No aprobados
column-in_progress = En curso
column-days_away = Días de ausencia
column-reasons = Motivos
column-threads = Hilos
column-responses = Respuestas
column-comments = Comentarios
column-votes = Votos
column-writers = Autores
column-participants = Participantes
column-day_zero = Contado desde
column-day_number = Día
column-ever_enrolled = Inscritos alguna vez
column-ever_active = Activos alguna vez
column-active_last_week = Activos en los últimos 7 días
column-passing_percent = Porcentaje de aprobados
column-mean_grade_percent = Nota media en porcentaje
column-same_day_number = Comparado en el día
column-same_day_enrolled = Inscritos
column-same_day_ever_enrolled = Inscritos alguna vez
column-same_day_ever_active = Activos alguna vez
risk-reasons = { $before }; { $next }
risk-away = { $count ->
    [one] última vez hace { $shown } día
   *[other] última vez hace { $shown } días
 }
risk-deadline = { $count ->
    [0] el curso termina hoy
    [one] el curso termina en { $shown } día
   *[other] el curso termina en { $shown } días
 }
risk-activity = activo en { $lately } de los últimos 28 días, en { $before } de los 28 anteriores
risk-trend = respuestas correctas: { $right_lately } de { $lately } en los últimos 28 días, { $right_before } de { $before } antes
risk-answers = respuestas correctas: { $right } de { $tries } en total
risk-grade = nota hasta ahora: { $percent }
