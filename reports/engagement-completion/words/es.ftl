report-engagement-completion-title = Avance en el curso
report-engagement-completion-question = ¿Hasta dónde llegan las personas en el curso y dónde se detienen?
report-engagement-completion-section-1-title = Hasta dónde llegan
report-engagement-completion-section-1-help = Personas inscritas, según la proporción de páginas del curso que visitaron, redondeada hacia arriba a decenas de porcentaje. 0: ninguna página.
report-engagement-completion-section-1-none = Aquí no se conoce la estructura de este curso o aún no tiene páginas, o no hay nadie inscrito.
report-engagement-completion-section-2-title = Secciones y subsecciones
report-engagement-completion-section-2-help = Personas inscritas que no visitaron ninguna página, al menos una o todas las páginas de cada parte, y la proporción media de páginas visitadas. La primera fila es el curso entero.
report-engagement-completion-section-2-none = Aquí no se conoce la estructura de este curso, o aún no tiene páginas.
report-engagement-completion-section-3-title = Alcance de las páginas
report-engagement-completion-section-3-help = Personas inscritas que visitaron cada página, en el orden del curso. Una caída muestra dónde se detienen.
report-engagement-completion-section-3-none = Aquí no se conoce la estructura de este curso, o aún no tiene páginas.
report-engagement-completion-about =
    Una **página** es lo que los estudiantes llaman unidad: un paso de una subsección. Una persona ha visitado una página si algún evento lo muestra: su dirección, un movimiento en la secuencia, una pantalla de la aplicación, una finalización o el trabajo con un problema o un vídeo que está en ella. No importa cuántas veces ni cuánto tiempo.

    Se cuentan las personas inscritas al final del último día completo. Las secciones, subsecciones y páginas son las de la estructura más reciente del curso; las páginas que se han borrado desde entonces no cuentan en ningún sitio. Las páginas que los estudiantes no pueden ver (borradores, solo para el equipo) forman parte de la estructura y, por tanto, de lo que se llama *todas* las páginas.
