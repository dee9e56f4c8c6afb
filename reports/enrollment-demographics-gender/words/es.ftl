report-enrollment-demographics-gender-title = Inscritos por género
report-enrollment-demographics-gender-question = ¿Cómo se reparten por género las personas inscritas y cómo ha cambiado?
report-enrollment-demographics-gender-section-1-title = Género
report-enrollment-demographics-gender-section-1-help = Proporciones de quienes lo indicaron, al final del último día completo.
report-enrollment-demographics-gender-section-2-title = Género a lo largo del tiempo
report-enrollment-demographics-gender-section-2-help = Personas inscritas al final de cada día. Un perfil que cambia, cambia toda la historia.
