report-enrollment-demographics-education-title = Inscritos por nivel educativo
report-enrollment-demographics-education-question = ¿Qué formación traen las personas inscritas?
report-enrollment-demographics-education-section-1-title = Indicadores de nivel educativo
report-enrollment-demographics-education-section-1-help = Sobre los niveles conocidos. Las cuatro proporciones suman el total de los conocidos.
report-enrollment-demographics-education-section-2-title = Nivel educativo
report-enrollment-demographics-education-section-2-help = Nivel más alto completado, como proporción de los niveles conocidos.
report-enrollment-demographics-education-section-3-title = Desglose por nivel educativo
report-enrollment-demographics-education-section-3-help = Lo mismo en cifras.
report-enrollment-demographics-education-about =
    Los niveles son los del perfil en el LMS, con sus nombres largos. Solo se guarda el último día completo.

    Las personas indican estos datos ellas mismas al registrarse, y muchas no lo hacen: las proporciones son de quienes los indicaron. Las inscripciones actuales y totales son las de *Actividad de inscripción*, separadas por perfil.
