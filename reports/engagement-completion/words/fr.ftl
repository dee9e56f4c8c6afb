report-engagement-completion-title = Avancement dans le cours
report-engagement-completion-question = Jusqu’où va-t-on dans le cours, et où s’arrête-t-on ?
report-engagement-completion-section-1-title = Jusqu’où l’on va
report-engagement-completion-section-1-help = Inscrits, selon la part des pages du cours qu’ils ont visitées, arrondie à la dizaine de pourcents supérieure. 0 : aucune page.
report-engagement-completion-section-2-title = Sections et sous-sections
report-engagement-completion-section-2-help = Inscrits n’ayant visité aucune page, au moins une ou toutes les pages de chaque partie, et part moyenne des pages visitées. La première ligne est le cours entier.
report-engagement-completion-section-3-title = Portée des pages
report-engagement-completion-section-3-help = Inscrits ayant visité chaque page, dans l’ordre du cours. Une chute montre où l’on s’arrête.
