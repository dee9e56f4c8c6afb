report-engagement-content-title = Participación en el contenido
report-engagement-content-question = ¿Cuántas personas están activas cada semana y en qué?
report-engagement-content-section-1-title = Indicadores de actividad
report-engagement-content-section-1-help = Personas distintas en la última semana completa, de lunes a domingo UTC. Activas: visitaron al menos una página; inscribirse o irse no cuenta.
report-engagement-content-section-2-title = Participación semanal
report-engagement-content-section-2-help = Personas distintas por semana y tipo de actividad. Una persona puede estar en varias líneas.
report-engagement-content-section-3-title = Desglose de la participación
report-engagement-content-section-3-help = Las mismas cifras por semana. Los porcentajes son de las personas inscritas al final de esa semana.
