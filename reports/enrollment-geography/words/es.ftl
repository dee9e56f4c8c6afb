report-enrollment-geography-title = Geografía de la inscripción
report-enrollment-geography-question = ¿Desde dónde se conectan las personas inscritas?
report-enrollment-geography-section-1-title = Indicadores geográficos
report-enrollment-geography-section-1-help = Países y regiones conocidos; los porcentajes son de todas las personas inscritas.
report-enrollment-geography-section-2-title = Distribución geográfica
report-enrollment-geography-section-2-help = País de la dirección de la conexión más reciente, en cualquier curso.
report-enrollment-geography-section-3-title = Desglose geográfico
report-enrollment-geography-section-3-help = Lo mismo en cifras.
report-enrollment-geography-about =
    El país de una persona es el de la dirección de red del último evento con dirección, en cualquier curso. Las inscripciones son las de la tabla del LMS. Dos grupos no tienen país: `UNKNOWN` (una dirección que no se puede localizar: privada, mal formada o ausente de la base de datos) y el valor vacío (ningún evento con dirección).
