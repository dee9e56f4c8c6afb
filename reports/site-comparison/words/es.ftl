report-site-comparison-title = Ediciones comparadas
report-site-comparison-question = ¿Cómo se compara esta edición con las demás del curso?
report-site-comparison-section-1-title = Ediciones de este curso
report-site-comparison-section-1-help = Cada edición en el último día completo: inscritos, inscritos alguna vez, activos alguna vez, activos en los últimos siete días, proporción media de páginas visitadas, aprobados, nota media.
report-site-comparison-section-2-title = Con la misma antigüedad
report-site-comparison-section-2-help = Todas las ediciones en el número de día de la más reciente que ha comenzado.
report-site-comparison-section-3-title = Inscripción por día desde el inicio
report-site-comparison-section-3-help = Personas inscritas al final de cada día. El día 0 es el inicio de una edición, o su primera inscripción si no se conoce el inicio.
report-site-comparison-section-4-title = Personas activas alguna vez por día desde el inicio
report-site-comparison-section-4-help = Personas distintas que estuvieron activas hasta cada día.
report-site-comparison-about =
    Las ediciones de un curso del catálogo se ponen una junto a otra, alineadas por el **día desde el inicio** de cada una; cuando no se conoce el inicio, desde su primer evento de inscripción. El día 0 es el día del inicio; los días anteriores son negativos.

    Las ediciones van juntas cuando lo dice el catálogo de cursos; sin catálogo, cuando sus claves tienen en común la organización y el curso. *Con la misma antigüedad* compara todas las ediciones en el número de día de la más reciente que ha comenzado, para que una edición que acaba de empezar no se mida con la totalidad de una antigua. De las otras ediciones, cada lector ve solo las que puede ver; si algunas quedan ocultas, las demás se numeran y comparan como si no hubiera otras.

    Los estudiantes aprobados son los de la lista de cursos. La nota media es la de todas las personas que tienen una nota en el LMS.
