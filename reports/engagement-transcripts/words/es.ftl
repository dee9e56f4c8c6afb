report-engagement-transcripts-title = Transcripciones y subtítulos
report-engagement-transcripts-question = ¿En qué vídeos se activan la transcripción o los subtítulos, o se descarga una transcripción?
report-engagement-transcripts-section-1-title = Transcripciones y subtítulos usados
report-engagement-transcripts-section-1-help = Personas que mostraron u ocultaron la transcripción o los subtítulos de cada vídeo, abrieron el menú de idiomas o descargaron la transcripción, cada una una vez, en el orden del curso. Los estudiantes son quienes vieron algo de él.
report-engagement-transcripts-about =
    La **transcripción** es el texto junto al vídeo y los **subtítulos** son las líneas sobre la imagen. Quien activó o desactivó uno de ellos cuenta una vez por vídeo, por muchas veces que lo hiciera. El **menú de idiomas** sirve para elegir el idioma de ambos. Ha **descargado** una transcripción quien pidió su archivo a la plataforma.

    Los reproductores recuerdan si la transcripción estaba abierta, y un curso puede abrirla para todos: quien leyó sin tocarla no aparece aquí, y ocultarla puede ser lo primero que se sabe de alguien. Los **estudiantes** son quienes de verdad vieron algo del vídeo, como en el informe sobre vídeos; quien usó una transcripción no está necesariamente entre ellos. No hace falta estar inscrito.
