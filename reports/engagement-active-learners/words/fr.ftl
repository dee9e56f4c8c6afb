report-engagement-active_learners-title = Apprenants actifs
report-engagement-active_learners-question = Combien de personnes distinctes viennent chaque jour, semaine et mois ?
report-engagement-active_learners-section-1-title = Apprenants actifs par jour
report-engagement-active_learners-section-1-help = Personnes distinctes ayant eu une activité dans le cours chaque jour.
report-engagement-active_learners-section-2-title = Apprenants actifs par semaine et par mois
report-engagement-active_learners-section-2-help = Personnes distinctes dans chaque semaine complète, du lundi au dimanche UTC, et dans chaque mois complet.
