report-engagement-active_learners-title = Apprenants actifs
report-engagement-active_learners-question = Combien de personnes distinctes viennent chaque jour, semaine et mois ?
report-engagement-active_learners-section-1-title = Apprenants actifs par jour
report-engagement-active_learners-section-1-help = Personnes distinctes ayant eu une activité dans le cours chaque jour.
report-engagement-active_learners-section-2-title = Apprenants actifs par semaine et par mois
report-engagement-active_learners-section-2-help = Personnes distinctes dans chaque semaine complète, du lundi au dimanche UTC, et dans chaque mois complet.
report-engagement-active_learners-about =
    Personnes distinctes ayant eu une activité dans le cours : comme *actives* dans `engagement.content`, mais ce que la plateforme fait d’elle-même (notes, certificats, cohortes) ne rend personne actif ici. Qui est venu trois jours d’une semaine compte trois fois parmi les jours et une fois dans la semaine ; les chiffres des périodes longues ne sont donc pas les sommes de ceux des périodes courtes. Les semaines commencent le lundi, les mois sont ceux du calendrier, le tout en UTC ; seuls les complets sont affichés. Pour le site, qui a été actif dans plusieurs cours compte une fois.
