report-enrollment-activity-title = Actividad de inscripción
report-enrollment-activity-question = ¿Cuántas personas están inscritas, por modalidad, a lo largo del tiempo?
report-enrollment-activity-section-1-title = Indicadores de inscripción
report-enrollment-activity-section-1-help = Estado al final del último día completo. Si el total bajó, hubo personas que se fueron.
report-enrollment-activity-section-2-title = Inscripción diaria
report-enrollment-activity-section-2-help = Personas inscritas al final de cada día, por modalidad, descontadas quienes se fueron.
report-enrollment-activity-section-3-title = Inscripción a lo largo del tiempo
report-enrollment-activity-section-3-help = Las mismas cifras por día.
report-enrollment-activity-about =
    Las cifras proceden de los eventos de inscripción, nunca de la tabla de inscripciones del LMS, para que se conozca el historial. Una persona está en exactamente una modalidad al día: la del último evento de inscripción hasta el final del día, fuera del tipo que fuera.

    - **Inscripción actual** (`count`): personas inscritas al final del día.
    - **Inscripción total** (`cumulative_count`): personas con algún evento de inscripción en el curso hasta ahora, también aquellas cuyo único evento fue un cambio de modalidad o una baja.

    Los días empiezan con el primer evento de un curso y llegan hasta el último día completo.
