# Estudiantes: lista y detalles.
learners-period = Actividad del { $start } al { $end }
learners-period-none = Todavía no se ha calculado ninguna actividad.
learners-search-label = Nombre, nombre de usuario o correo
learners-search-hint = Basta una parte de cualquiera de ellos.
learners-cohort = Cohorte
learners-track = Modalidad de inscripción
learners-all = Todas
learners-with-inactive = Mostrar también estudiantes inactivos
learners-show-inactive = Mostrar también estudiantes inactivos
learners-count = { $count ->
    [0] Ningún estudiante
    [one] { $shown } estudiante
   *[other] { $shown } estudiantes
 }
learners-none-title = Ningún estudiante coincide
learners-none-text = Cambie la búsqueda o los filtros.
learners-no-ratio = N/D
learners-rank-high = (alto)
learners-rank-low = (bajo)
learners-column-username = Estudiante
learners-column-problems-attempted = Problemas intentados
learners-column-problems-completed = Problemas correctos
learners-column-problem-attempts-per-completed = Intentos por problema correcto
learners-column-videos-viewed = Vídeos
learners-column-discussion-contributions = Foros
learners-segment-inactive = inactivo
learners-segment-disengaging = perdiendo interés
learners-segment-unenrolled = se ha ido
learners-segment-highly-engaged = muy participativo
learners-segment-struggling = con dificultades
column-problems_attempted = Problemas intentados
column-problems_completed = Problemas correctos
column-videos_viewed = Vídeos vistos
column-discussion_contributions = Aportaciones al foro
tile-learner-name = Estudiante
tile-learner-track = Modalidad de inscripción
tile-learner-cohort = Cohorte
tile-learner-last-active = Última actividad
summary-learner-days = { $count ->
    [one] Activo en { $active } de { $shown } día,
   *[other] Activo en { $active } de { $shown } días,
 } el último el { $last }.
learners-return = Volver a Estudiantes
person-label = Nombre de usuario
person-show = Mostrar
person-choose-title = Elija un estudiante
person-choose-text = Abra uno de la lista de estudiantes o escriba un nombre de usuario.
person-unknown-title = Ningún estudiante tiene ese nombre de usuario
person-unknown-text = Nadie en este curso lo tiene. Escriba el nombre de usuario, no el nombre completo ni el correo electrónico; en la lista de estudiantes se puede buscar por los tres.
