report-engagement-coverage-title = Cobertura del curso
report-engagement-coverage-question = ¿Cuántos de los problemas intentan las personas y cuántos de los vídeos ven?
report-engagement-coverage-section-1-title = Problemas intentados
report-engagement-coverage-section-1-help = Personas inscritas que no intentaron ningún problema, al menos uno o todos los problemas de cada parte, y la proporción media de problemas intentados. La primera fila es el curso entero; el gráfico muestra las subsecciones.
report-engagement-coverage-section-1-none = Aquí no se conoce la estructura de este curso, o no tiene problemas.
report-engagement-coverage-section-2-title = Vídeos vistos
report-engagement-coverage-section-2-help = Personas inscritas que no vieron nada de ningún vídeo, vieron algo de al menos uno o de todos los vídeos de cada parte, y la proporción media de estos vídeos. La primera fila es el curso entero; el gráfico muestra las subsecciones.
report-engagement-coverage-section-2-none = Aquí no se conoce la estructura de este curso, o no tiene vídeos.
report-engagement-coverage-about =
    Qué hicieron las personas de lo que hay por hacer: si intentaron **ninguno, algunos o todos los problemas** del curso, de cada sección y subsección, y si vieron algo de **ninguno, algunos o todos los vídeos**.

    Ha intentado un problema quien envió una respuesta que se juzgó correcta o incorrecta. Ha visto un vídeo quien vio realmente algo de él, por poco que sea; un reproductor que solo se cargó, o del que nadie sabe si siguió, no muestra nada.

    Se cuentan las personas inscritas al final del último día completo. Las secciones, subsecciones, problemas y vídeos son los de la estructura más reciente del curso; los que se han borrado desde entonces no cuentan en ningún sitio. Donde cada estudiante recibe unos pocos problemas de un conjunto mayor, *todos* significa todos los problemas del conjunto.
