report-enrollment-geography-title = Geografía de la inscripción
report-enrollment-geography-question = ¿Desde dónde se conectan las personas inscritas?
report-enrollment-geography-section-1-title = Indicadores geográficos
report-enrollment-geography-section-1-help = Países y regiones conocidos; los porcentajes son de todas las personas inscritas.
report-enrollment-geography-section-2-title = Distribución geográfica
report-enrollment-geography-section-2-help = País de la dirección de la conexión más reciente, en cualquier curso.
report-enrollment-geography-section-3-title = Desglose geográfico
report-enrollment-geography-section-3-help = Lo mismo en cifras.
