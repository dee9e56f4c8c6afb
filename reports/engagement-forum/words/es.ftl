report-engagement-forum-title = Foros
report-engagement-forum-question = ¿Qué tan animados están los foros, quién participa y de qué tratan?
report-engagement-forum-section-1-title = Foros por semana
report-engagement-forum-section-1-help = Hilos, respuestas, comentarios y votos, y las personas distintas que escribieron, o escribieron o votaron, en cada semana completa, de lunes a domingo UTC.
report-engagement-forum-section-2-title = Temas
report-engagement-forum-section-2-help = De qué se escribió más, en todo el tiempo.
report-engagement-forum-about =
    Se cuenta lo que el servicio de foros dice que se hizo: hilos abiertos, respuestas, comentarios, votos dados y retirados. Un **autor** escribió al menos uno de ellos; un **participante** escribió o votó. Leer, seguir, editar y borrar no cuenta en ningún sitio; un mensaje que se borró después sigue contando en el día en que se escribió. Los miembros del equipo que escriben cuentan como los estudiantes.

    Las semanas van de lunes a domingo, UTC; solo se muestran las completas. Los temas se llaman como los llama el servicio de foros.
