report-engagement-completion-title = Avancement dans le cours
report-engagement-completion-question = Jusqu’où va-t-on dans le cours, et où s’arrête-t-on ?
report-engagement-completion-section-1-title = Jusqu’où l’on va
report-engagement-completion-section-1-help = Inscrits, selon la part des pages du cours qu’ils ont visitées, arrondie à la dizaine de pourcents supérieure. 0 : aucune page.
report-engagement-completion-section-1-none = La structure de ce cours n’est pas connue ici ou n’a pas encore de pages, ou personne n’est inscrit.
report-engagement-completion-section-2-title = Sections et sous-sections
report-engagement-completion-section-2-help = Inscrits n’ayant visité aucune page, au moins une ou toutes les pages de chaque partie, et part moyenne des pages visitées. La première ligne est le cours entier.
report-engagement-completion-section-2-none = La structure de ce cours n’est pas connue ici, ou n’a pas encore de pages.
report-engagement-completion-section-3-title = Portée des pages
report-engagement-completion-section-3-help = Inscrits ayant visité chaque page, dans l’ordre du cours. Une chute montre où l’on s’arrête.
report-engagement-completion-section-3-none = La structure de ce cours n’est pas connue ici, ou n’a pas encore de pages.
report-engagement-completion-about =
    Une **page** est ce que les apprenants appellent une unité : une étape d’une sous-section. Une personne a visité une page si un événement quelconque le montre : son adresse, un déplacement dans la séquence, un écran de l’application, un achèvement, ou un travail sur un exercice ou une vidéo qui s’y trouve. Peu importe combien de fois et combien de temps.

    On compte les personnes inscrites à la fin du dernier jour complet. Sections, sous-sections et pages sont celles de la structure la plus récente du cours ; les pages supprimées depuis ne comptent nulle part. Les pages que les apprenants ne peuvent pas voir (brouillons, réservées à l’équipe) font partie de la structure et donc de ce qui est appelé *toutes* les pages.
