# Palabras de las vistas incorporadas.
column-date = Fecha
column-count = Inscripción actual
column-cumulative_count = Inscripción total
column-week_ending = Semana que termina el
column-active = Estudiantes activos
column-played_video = Vieron un vídeo
column-attempted_problem = Intentaron un problema
column-posted_forum = Participaron en los foros
column-percent_of_current = Porcentaje de los estudiantes actuales
column-age = Edad
column-learners = Estudiantes
column-percent_of_total = Porcentaje del total
column-education_level = Nivel educativo
column-percent_of_known = Porcentaje de los conocidos
column-current_enrollment = Inscripción actual
column-female = Mujeres
column-male = Hombres
column-other = Otro
column-unknown = No indicado
column-country = País o región
column-percent = Porcentaje
column-created = Calculado

mode-audit = Oyente
mode-honor = Honor
mode-verified = Verificado
mode-professional = Profesional
mode-credit = Verificado con créditos
mode-masters = Máster
mode-none-used = Inscripción actual

tile-total-enrollment = Inscripción total
tile-total-enrollment-help = todas las personas con una inscripción hasta ahora, también quienes se fueron
tile-current-enrollment = Inscripción actual
tile-current-enrollment-help = inscritos al final del { $date }
tile-change-last-week = Cambio en la última semana
tile-change-last-week-help = neto, respecto al { $date }
tile-verified-enrollment = Inscripción verificada
tile-masters-enrollment = Inscripción de máster
tile-track-help = actualmente en esa modalidad

tile-active = Estudiantes activos
tile-played_video = Vieron un vídeo
tile-attempted_problem = Intentaron un problema
tile-posted_forum = Participaron en los foros
tile-week = semana que termina el { $date }
tile-week-percent = { $percent } de los estudiantes actuales
tile-week-percent-of = { $percent } de los inscritos el { $date }
tile-week-no-percent = { missing } de los estudiantes actuales

tile-median-age = Edad mediana
tile-age-25-under = 25 o menos
tile-age-26-40 = 26 a 40
tile-age-41-over = 41 o más
tile-of-known-ages = de las edades conocidas
age-year = Edades en { $year }
age-unknown = Desconocida
age-out-of-range = Fuera de rango
age-over = { $age } o más
age-out-of-range-note = { $count ->
    [one] { $shown } persona indicó un año de nacimiento que no puede ser correcto (en el futuro). Se cuenta
   *[other] { $shown } personas indicaron un año de nacimiento que no puede ser correcto (en el futuro). Se cuentan
 } aparte, fuera de los porcentajes y de la mediana.

education-none = Ninguno
education-primary = Primaria
education-junior_secondary = Secundaria obligatoria
education-secondary = Bachillerato
education-associates = Técnico superior
education-bachelors = Grado
education-masters = Máster
education-doctorate = Doctorado
education-other = Otro
education-unknown = Desconocido
tile-education-school = Bachillerato o menos
tile-education-college = Título universitario
tile-education-advanced = Título de posgrado
tile-education-other = Otro
tile-of-known-education = de los niveles conocidos

gender-f = Mujeres
gender-m = Hombres
gender-o = Otro
gender-unknown = No indicado
known-share = El { $percent } de las personas inscritas lo indicó.
self-reported = Según lo indicado por los estudiantes al registrarse.

tile-countries = Países o regiones
tile-top-country = Primer país o región
tile-second-country = Segundo país o región
tile-third-country = Tercer país o región
tile-of-learners = { $percent } de los estudiantes
country-unknown = País desconocido

week-partial = hasta ahora
week-partial-note = La última semana no ha terminado: sus cifras comprenden los días hasta el { $date }.

caption-enrollments = Inscripciones
caption-learners = Estudiantes
caption-self-reported = Estudiantes (según indicaron)
axis-share = Proporción de los conocidos

summary-trend = Del { $from } al { $to }, la inscripción actual pasó de { $first } a { $last }; el máximo fue { $peak } el { $peak_date }.
summary-trend-one = El { $to }, la inscripción actual era { $last }.
summary-weeks = { $count ->
    [one] En la semana que terminó el { $to } hubo { $shown } persona activa;
   *[other] En la semana que terminó el { $to } hubo { $shown } personas activas;
 } la semana con más fue la que terminó el { $peak_date }, con { $peak }.
summary-ages = Las edades van de { $youngest } a { $oldest }; la mediana es { $median }.
summary-ages-none = Nadie ha indicado su año de nacimiento.
summary-education = El nivel más común es { $top }, con el { $percent } de los conocidos.
summary-education-none = Nadie ha indicado su nivel educativo.
summary-gender = De los conocidos: mujeres { $female }, hombres { $male }, otro { $other }.
summary-gender-none = Nadie ha indicado su género.
summary-countries = { $count ->
    [one] Las personas se conectan desde { $shown } país o región;
   *[other] Las personas se conectan desde { $shown } países o regiones;
 } el más frecuente es { $top }.
summary-countries-none = No se pudo ubicar ninguna conexión.
