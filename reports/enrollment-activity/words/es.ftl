report-enrollment-activity-title = Actividad de inscripción
report-enrollment-activity-question = ¿Cuántas personas están inscritas, por modalidad, a lo largo del tiempo?
report-enrollment-activity-section-1-title = Indicadores de inscripción
report-enrollment-activity-section-1-help = Estado al final del último día completo. Si el total bajó, hubo personas que se fueron.
report-enrollment-activity-section-2-title = Inscripción diaria
report-enrollment-activity-section-2-help = Personas inscritas al final de cada día, por modalidad, descontadas quienes se fueron.
report-enrollment-activity-section-3-title = Inscripción a lo largo del tiempo
report-enrollment-activity-section-3-help = Las mismas cifras por día.
