report-engagement-forum-title = Discussions
report-engagement-forum-question = Les discussions sont-elles animées, qui y participe, et de quoi parle-t-on ?
report-engagement-forum-section-1-title = Discussions par semaine
report-engagement-forum-section-1-help = Fils, réponses, commentaires et votes, et personnes distinctes ayant écrit, ou écrit ou voté, dans chaque semaine complète, du lundi au dimanche UTC.
report-engagement-forum-section-2-title = Sujets
report-engagement-forum-section-2-help = Ce dont on a le plus écrit, sur toute la durée.
report-engagement-forum-about =
    On compte ce que le service de discussion dit avoir été fait : fils ouverts, réponses, commentaires, votes donnés et retirés. Un **auteur** en a écrit au moins un ; un **participant** a écrit ou voté. Lire, suivre, modifier et supprimer ne compte nulle part ; un message supprimé plus tard reste compté le jour où il a été écrit. Les membres de l’équipe qui écrivent comptent comme des apprenants.

    Les semaines vont du lundi au dimanche, UTC ; seules les semaines complètes sont affichées. Les sujets portent les noms que leur donne le service de discussion.
