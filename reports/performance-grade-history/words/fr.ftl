report-performance-grade_history-title = Notes au fil du temps
report-performance-grade_history-question = Comment les notes du cours ont-elles évolué, semaine après semaine ?
report-performance-grade_history-section-1-title = Apprenants ayant réussi, par semaine
report-performance-grade_history-section-1-help = Apprenants dont la note est connue et ceux qui avaient réussi à la fin de chaque semaine complète, du lundi au dimanche UTC. Nouvellement réussi : ce n’était pas le cas à la fin de la semaine précédente.
report-performance-grade_history-section-1-none = Le journal ne parle d’aucune note de ce cours jusqu’à la fin d’une semaine terminée. Le LMS consigne les notes surtout dans le journal de ses processus d’arrière-plan : sans ce journal, ou s’il n’est pas lu, on ne sait rien des notes d’avant.
report-performance-grade_history-section-2-title = Note moyenne par semaine
report-performance-grade_history-section-2-help = Moyenne des notes les plus récentes à la fin de chaque semaine complète, de tous les apprenants qui en avaient une.
report-performance-grade_history-section-2-none = Le journal ne parle d’aucune note de ce cours jusqu’à la fin d’une semaine terminée.
report-performance-grade_history-about =
    Le LMS ne garde que la note la plus récente d’un apprenant ; ce qu’elle était avant, les événements le disent : ceux par lesquels le LMS annonce qu’il a calculé une note, ou que quelqu’un réussit ou ne réussit plus. À la fin de chaque semaine, tout **apprenant** dont un tel événement a parlé jusque-là a l’état que le plus récent d’entre eux a donné, qu’il soit encore inscrit ou non :

    - **réussi** : l’événement le plus récent a une note en lettre, ou dit que l’apprenant a réussi ;
    - **non réussi** : pas d’un tel état, et le cours était terminé avant le dernier jour de la semaine ;
    - **en cours** : tous les autres, y compris quand la fin du cours n’est pas connue.

    Ont **nouvellement réussi** ceux qui avaient réussi à la fin de la semaine et pas à la fin de la précédente. La **note moyenne** est celle de tous les apprenants qui avaient alors une note.

    Les semaines vont du lundi au dimanche, UTC ; seules les semaines complètes sont affichées. La dernière ne correspond pas forcément aux notes du LMS : les notes dont aucun événement n’a parlé ne sont pas connues ici.
