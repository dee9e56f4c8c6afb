report-enrollment-demographics-gender-title = Inscritos por género
report-enrollment-demographics-gender-question = ¿Cómo se reparten por género las personas inscritas y cómo ha cambiado?
report-enrollment-demographics-gender-section-1-title = Género
report-enrollment-demographics-gender-section-1-help = Proporciones de quienes lo indicaron, al final del último día completo.
report-enrollment-demographics-gender-section-2-title = Género a lo largo del tiempo
report-enrollment-demographics-gender-section-2-help = Personas inscritas al final de cada día. Un perfil que cambia, cambia todo el historial.
report-enrollment-demographics-gender-about =
    El perfil es el de la copia más reciente del LMS y se aplica a todos los días pasados: quien lo cambia, cambia de grupo en todo el historial.

    Las personas indican estos datos ellas mismas al registrarse, y muchas no lo hacen: las proporciones son de quienes los indicaron. Las inscripciones actuales y totales son las de *Actividad de inscripción*, separadas por perfil.
