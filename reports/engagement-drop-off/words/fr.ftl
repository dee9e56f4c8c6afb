report-engagement-drop_off-title = Décrochage
report-engagement-drop_off-question = À quelle section et sous-section s’arrête-t-on ?
report-engagement-drop_off-section-1-title = Où l’on s’arrête
report-engagement-drop_off-section-1-help = Inscrits ayant atteint chaque partie, et ceux pour qui elle est la plus avancée : qui a été actif dans le cours ces sept derniers jours (un réglage) peut continuer, les autres se sont arrêtés. Le pourcentage d’arrêts se rapporte à ceux qui l’ont atteinte. La première ligne est le cours entier ; le graphique montre les sous-sections.
report-engagement-drop_off-section-1-none = La structure de ce cours n’est pas connue ici, ou n’a pas encore de pages : personne ne peut dire où l’on en est.
report-engagement-drop_off-about =
    A **atteint** une section ou une sous-section qui a visité l’une de ses pages, quel que soit l’événement qui le montre, comme dans le rapport sur l’avancement. La sous-section **la plus avancée** d’une personne est la dernière, dans l’ordre du cours, parmi celles qu’elle a atteintes, même si d’autres avant elle ont été sautées ou si de plus anciennes ont été revues ensuite.

    Parmi les personnes pour qui une partie est la plus avancée, celles qui ont été actives dans le cours ces sept derniers jours (un réglage), jusqu’au dernier jour complet, **peuvent continuer** ; les autres se sont **arrêtées** là. La dernière sous-section est la fin du cours : qui s’y est arrêté est allé jusqu’au bout. On ne demande pas si quelqu’un a réussi.

    On compte les personnes inscrites à la fin du dernier jour complet. Sections et sous-sections sont celles de la structure la plus récente du cours ; les parties sans pages sont omises.
