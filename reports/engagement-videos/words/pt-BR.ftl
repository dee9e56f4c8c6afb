report-engagement-videos-title = Engajamento com os vídeos
report-engagement-videos-question = A quais vídeos as pessoas assistem, até onde, e o que reveem?
report-engagement-videos-section-1-title = Visualizações de vídeos
report-engagement-videos-section-1-help = Médias dos vídeos de cada seção: pessoas que chegaram ao fim (30 segundos ou 5% antes) e as outras que começaram.
report-engagement-videos-section-2-title = Tempo assistido
report-engagement-videos-section-2-help = Quanto as pessoas realmente assistiram, até onde o relógio permite. O tempo único conta cada segundo de um vídeo uma vez por pessoa; o repetido é o que reviram; concluíram os que assistiram a quase tudo.
report-engagement-videos-section-3-title = Visualizações de vídeos
report-engagement-videos-section-3-help = Médias dos vídeos de cada subseção: pessoas que chegaram ao fim (30 segundos ou 5% antes) e as outras que começaram.
report-engagement-videos-section-4-title = Visualizações de vídeos
report-engagement-videos-section-4-help = Pessoas que chegaram ao fim de cada vídeo (30 segundos ou 5% antes) e as outras que o começaram.
report-engagement-videos-section-5-title = Espectadores
report-engagement-videos-section-5-help = Pessoas que assistiram aos primeiros cinco segundos e pessoas que estavam lá 30 segundos ou 5% antes do fim.
report-engagement-videos-section-6-title = Total de visualizações do vídeo
report-engagement-videos-section-6-help = Quais partes foram assistidas, em trechos de cinco segundos. Repetições são as visualizações além da primeira de cada pessoa.
report-engagement-videos-section-7-title = Tempo assistido por seção
report-engagement-videos-section-7-help = Sobre todos os vídeos de que cada pessoa assistiu a algo: quanto da duração deles foi assistido e quanto foi revisto. A primeira linha é o curso inteiro; o gráfico mostra as seções.
report-engagement-videos-about =
    Duas visões dos mesmos eventos:

    - **Visualizações por trecho**: são os números que as equipes dos cursos conhecem. Um vídeo é dividido em trechos de cinco segundos; uma visualização vai do início da reprodução até a próxima pausa, salto ou parada, e toca trechos. *Terminaram* conta as pessoas no trecho 30 segundos ou 5% antes do fim. O que foi assistido sem que o reprodutor informasse o fim não está ali.
    - **Tempo assistido**: pergunta quanto as pessoas realmente assistiram. Não se acredita em mais do que o relógio e a velocidade de reprodução permitem; uma segunda reprodução sem um fim entre as duas, e uma página que é fechada, também encerram uma sequência; ela pode passar da meia-noite. O tempo *único* conta um segundo do vídeo uma vez por pessoa, o tempo *repetido* é o que reviram, e o *tempo gasto* é o do relógio. *Concluíram* os que assistiram a quase toda a parte que há para assistir: o recorte, quando a equipe do curso definiu um.

    Quem assistiu não precisa estar inscrito.
