# Inicio del curso.
home-headline-title = De un vistazo
home-headline-help = Las cifras completas más recientes de este curso y qué cambió respecto a la semana anterior.
home-basics-title = Sobre este curso
home-course-name = Nombre del curso
home-course-key = Clave del curso
home-start = Fecha de inicio
home-end = Fecha de fin
home-status = Estado
home-pacing = Ritmo
status-not-started = Aún no ha comenzado
status-in-progress = En curso
status-ended = Terminado
home-tools-title = Herramientas externas
tool-instructor = Panel del instructor
tool-courseware = Contenido del curso
tool-studio = Studio
home-freshness-title = Actualización
home-freshness-help = Hasta qué día está completo cada informe y cuándo se calculó.
home-freshness-table = Actualización de los informes
freshness-report = Informe
freshness-as-of = Completo hasta
freshness-created = Calculado (UTC)
freshness-state = Estado
freshness-lag = { $count ->
    [0] al día
    [one] { $days } día de retraso
   *[other] { $days } días de retraso
 }
freshness-never = nunca calculado
home-no-reports-title = Todos los informes están desactivados
home-no-reports-text = El operador de este sitio ha desactivado todos los informes.
