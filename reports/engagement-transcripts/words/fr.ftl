report-engagement-transcripts-title = Transcriptions et sous-titres
report-engagement-transcripts-question = À quelles vidéos affiche-t-on la transcription ou les sous-titres, ou emporte-t-on une transcription ?
report-engagement-transcripts-section-1-title = Transcriptions et sous-titres utilisés
report-engagement-transcripts-section-1-help = Personnes ayant affiché ou masqué la transcription ou les sous-titres de chaque vidéo, ouvert le menu des langues ou téléchargé la transcription, comptées une fois chacune, dans l’ordre du cours. Les apprenants sont ceux qui en ont regardé quelque chose.
report-engagement-transcripts-about =
    La **transcription** est le texte à côté de la vidéo, les **sous-titres** sont les lignes sur l’image. Qui a affiché ou masqué l’un d’eux compte une fois par vidéo, quel que soit le nombre de fois. Le **menu des langues** sert à choisir la langue des deux. Une transcription a été **téléchargée** par qui en a demandé le fichier à la plateforme.

    Les lecteurs se souviennent si la transcription était ouverte, et un cours peut l’ouvrir pour tous : qui a lu sans y toucher n’est pas vu ici, et la masquer peut être la première chose que l’on sait de quelqu’un. Les **apprenants** sont ceux qui ont vraiment regardé quelque chose de la vidéo, comme dans le rapport sur les vidéos ; qui a utilisé une transcription n’en est pas forcément. Il n’est pas nécessaire d’être inscrit.
