report-engagement-forum-title = Discussions
report-engagement-forum-question = Les discussions sont-elles animées, qui y participe, et de quoi parle-t-on ?
report-engagement-forum-section-1-title = Discussions par semaine
report-engagement-forum-section-1-help = Fils, réponses, commentaires et votes, et personnes distinctes ayant écrit, ou écrit ou voté, dans chaque semaine complète, du lundi au dimanche UTC.
report-engagement-forum-section-2-title = Sujets
report-engagement-forum-section-2-help = Ce dont on a le plus écrit, sur toute la durée.
