report-enrollment-demographics-age-title = Inscritos por edad
report-enrollment-demographics-age-question = ¿Qué edad tienen las personas inscritas?
report-enrollment-demographics-age-section-1-title = Indicadores de edad
report-enrollment-demographics-age-section-1-help = Sobre las edades conocidas.
report-enrollment-demographics-age-section-2-title = Distribución por edad
report-enrollment-demographics-age-section-2-help = Una barra por cada año de edad; la última reúne a quienes tienen 100 años o más.
report-enrollment-demographics-age-section-3-title = Desglose por edad
report-enrollment-demographics-age-section-3-help = Los porcentajes son de todas las personas inscritas, incluidas las que no indicaron su año de nacimiento.
