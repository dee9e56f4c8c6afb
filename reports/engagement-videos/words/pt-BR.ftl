report-engagement-videos-title = Engajamento com os vídeos
report-engagement-videos-question = A quais vídeos as pessoas assistem, até onde, e o que reveem?
report-engagement-videos-section-1-title = Visualizações de vídeos
report-engagement-videos-section-1-help = Pessoas que chegaram ao fim de cada vídeo (30 segundos ou 5 % antes) e as outras que o começaram.
report-engagement-videos-section-2-title = Total de visualizações do vídeo
report-engagement-videos-section-2-help = Quais partes de cada vídeo foram assistidas, em trechos de cinco segundos; repetições são as visualizações além da primeira de cada pessoa.
report-engagement-videos-section-3-title = Tempo assistido
report-engagement-videos-section-3-help = Quanto as pessoas realmente assistiram, até onde o relógio permite. O tempo único conta cada segundo de um vídeo uma vez por pessoa; o repetido é o que reviram; concluíram os que assistiram a quase tudo.
