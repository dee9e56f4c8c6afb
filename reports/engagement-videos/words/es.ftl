report-engagement-videos-title = Participación en los vídeos
report-engagement-videos-question = ¿Qué vídeos ven las personas, hasta dónde y qué vuelven a ver?
report-engagement-videos-section-1-title = Visualizaciones de vídeos
report-engagement-videos-section-1-help = Medias de los vídeos de cada sección: personas que llegaron al final (30 segundos o un 5 % antes) y las demás que empezaron.
report-engagement-videos-section-2-title = Tiempo de visionado
report-engagement-videos-section-2-help = Cuánto vieron realmente las personas, hasta donde el reloj lo permite. El tiempo único cuenta cada segundo de un vídeo una vez por persona; el repetido es lo que volvieron a ver; completaron quienes lo vieron casi entero.
report-engagement-videos-section-3-title = Visualizaciones de vídeos
report-engagement-videos-section-3-help = Medias de los vídeos de cada subsección: personas que llegaron al final (30 segundos o un 5 % antes) y las demás que empezaron.
report-engagement-videos-section-4-title = Visualizaciones de vídeos
report-engagement-videos-section-4-help = Personas que llegaron al final de cada vídeo (30 segundos o un 5 % antes) y las demás que lo empezaron.
report-engagement-videos-section-5-title = Espectadores
report-engagement-videos-section-5-help = Personas que vieron los primeros cinco segundos y personas que estaban ahí 30 segundos o un 5 % antes del final.
report-engagement-videos-section-6-title = Visualizaciones totales del vídeo
report-engagement-videos-section-6-help = Qué partes se vieron, en tramos de cinco segundos. Las repeticiones son las visualizaciones posteriores a la primera de cada persona.
report-engagement-videos-section-7-title = Visionado por sección
report-engagement-videos-section-7-help = Sobre todos los vídeos de los que cada persona vio algo: cuánto de su duración se vio y cuánto se volvió a ver. La primera fila es el curso entero; el gráfico muestra las secciones.
report-engagement-videos-about =
    Dos miradas a los mismos eventos:

    - **Visualizaciones por tramos**: son las cifras que los equipos de los cursos conocen. Un vídeo se divide en tramos de cinco segundos; una visualización va desde que se pulsa reproducir hasta la siguiente pausa, salto o parada, y toca tramos. *Terminaron* cuenta a las personas en el tramo 30 segundos o un 5 % antes del final. El visionado cuyo final el reproductor nunca comunicó no está ahí.
    - **Tiempo de visionado**: pregunta cuánto vieron realmente las personas. No se cree más de lo que permiten el reloj y la velocidad de reproducción; una segunda reproducción sin un final entre ambas, y una página que se cierra, también terminan un tramo continuo; este puede pasar de la medianoche. El tiempo *único* cuenta un segundo del vídeo una vez por persona, el tiempo *repetido* es lo que volvieron a ver y el *tiempo dedicado* es el del reloj. *Completaron* quienes vieron casi toda la parte que hay para ver: el fragmento, cuando el equipo del curso fijó uno.

    Quien vio un vídeo no tiene por qué estar inscrito.
