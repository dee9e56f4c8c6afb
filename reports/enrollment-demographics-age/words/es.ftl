report-enrollment-demographics-age-title = Inscritos por edad
report-enrollment-demographics-age-question = ¿Qué edad tienen las personas inscritas?
report-enrollment-demographics-age-section-1-title = Indicadores de edad
report-enrollment-demographics-age-section-1-help = Sobre las edades conocidas.
report-enrollment-demographics-age-section-2-title = Distribución por edad
report-enrollment-demographics-age-section-2-help = Una barra por cada año de edad; la última reúne a quienes tienen 100 años o más.
report-enrollment-demographics-age-section-3-title = Desglose por edad
report-enrollment-demographics-age-section-3-help = Los porcentajes son de todas las personas inscritas, incluidas las que no indicaron su año de nacimiento.
report-enrollment-demographics-age-about =
    Las edades se calculan donde se muestran: el año del calendario menos el año de nacimiento. Solo se guarda el último día completo.

    Las personas indican estos datos ellas mismas al registrarse, y muchas no lo hacen: las proporciones son de quienes los indicaron. Las inscripciones actuales y totales son las de *Actividad de inscripción*, separadas por perfil.
