report-engagement-transcripts-title = Transcrições e legendas
report-engagement-transcripts-question = Em quais vídeos as pessoas ativam a transcrição ou as legendas, ou baixam uma transcrição?
report-engagement-transcripts-section-1-title = Transcrições e legendas usadas
report-engagement-transcripts-section-1-help = Pessoas que mostraram ou ocultaram a transcrição ou as legendas de cada vídeo, abriram o menu de idiomas ou baixaram a transcrição, cada uma uma vez, na ordem do curso. Os estudantes são os que assistiram a alguma parte dele.
report-engagement-transcripts-about =
    A **transcrição** é o texto ao lado do vídeo e as **legendas** são as linhas sobre a imagem. Quem ativou ou desativou uma delas conta uma vez por vídeo, não importa quantas vezes o fez. O **menu de idiomas** serve para escolher o idioma de ambas. Uma transcrição foi **baixada** por quem pediu o arquivo dela à plataforma.

    Os reprodutores lembram se a transcrição estava aberta, e um curso pode abri-la para todos: quem leu sem tocar nela não aparece aqui, e ocultá-la pode ser a primeira coisa que se sabe de alguém. Os **estudantes** são os que realmente assistiram a alguma parte do vídeo, como no relatório sobre vídeos; quem usou uma transcrição não está necessariamente entre eles. Ninguém precisa estar inscrito.
