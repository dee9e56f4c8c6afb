report-engagement-videos-title = Participación en los vídeos
report-engagement-videos-question = ¿Qué vídeos ven las personas, hasta dónde y qué vuelven a ver?
report-engagement-videos-section-1-title = Visualizaciones de vídeos
report-engagement-videos-section-1-help = Personas que llegaron al final de cada vídeo (30 segundos o un 5 % antes) y las demás que lo empezaron.
report-engagement-videos-section-2-title = Visualizaciones totales del vídeo
report-engagement-videos-section-2-help = Qué partes de cada vídeo se vieron, en tramos de cinco segundos; las repeticiones son las visualizaciones posteriores a la primera de cada persona.
report-engagement-videos-section-3-title = Tiempo de visionado
report-engagement-videos-section-3-help = Cuánto vieron realmente las personas, hasta donde el reloj lo permite. El tiempo único cuenta cada segundo de un vídeo una vez por persona; el repetido es lo que volvieron a ver; completaron quienes lo vieron casi entero.
