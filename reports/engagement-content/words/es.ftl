report-engagement-content-title = Participación en el contenido
report-engagement-content-question = ¿Cuántas personas están activas cada semana y en qué?
report-engagement-content-section-1-title = Indicadores de actividad
report-engagement-content-section-1-help = Personas distintas en la última semana completa, de lunes a domingo UTC. Activas: visitaron al menos una página; inscribirse o irse no cuenta.
report-engagement-content-section-2-title = Participación semanal
report-engagement-content-section-2-help = Personas distintas por semana y tipo de actividad. Una persona puede estar en varias líneas.
report-engagement-content-section-3-title = Desglose de la participación
report-engagement-content-section-3-help = Las mismas cifras por semana. Los porcentajes son de las personas inscritas al final de esa semana.
report-engagement-content-about =
    Las semanas van de lunes a domingo, UTC. Se cuentan personas distintas en una semana. Los indicadores y la API de datos solo tienen semanas completas; la página muestra también los días transcurridos de la semana en curso y lo indica.

    - **Activas**: cualquier evento en el curso, incluidas las visitas a páginas; inscribirse o irse no es por sí solo una actividad, ni lo que hacen los procesos en segundo plano. Quien está activo no tiene por qué estar inscrito.
    - **Vieron un vídeo**, **intentaron un problema** (una respuesta calificada) y **participaron en los foros** (un hilo, una respuesta o un comentario) forman parte de ello.
