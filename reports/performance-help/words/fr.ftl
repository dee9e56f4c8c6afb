report-performance-help-title = Aide aux exercices
report-performance-help-question = À quels exercices les apprenants regardent-ils des indices ou se font-ils montrer la réponse ?
report-performance-help-section-1-title = Indices et réponses montrées
report-performance-help-section-1-help = Apprenants ayant tenté chaque exercice, demandé un indice, reçu un indice avec une correction, et à qui la réponse a été montrée, dans l’ordre du cours. Les pourcentages se rapportent à ceux qui ont vu la réponse. Le graphique montre les indices demandés et les réponses montrées.
report-performance-help-about =
    Trois sortes d’aide sont séparées des essais et entre elles. Un **indice** est celui qu’un apprenant a demandé. La **rétroaction** est un indice que l’équipe du cours a écrit pour certaines réponses : elle vient d’elle-même avec la correction d’une réponse. **La réponse** est montrée là où l’exercice le permet et où l’apprenant la demande.

    A eu la réponse **avant d’avoir juste** qui l’a vue avant son premier essai juste, et **sans avoir juste** qui l’a vue et n’a aucun essai juste, que ses essais aient été faux ou qu’il n’y en ait pas eu. Les essais sont ceux du rapport sur les premiers essais. Qui a reçu de l’aide n’a pas forcément tenté l’exercice, et chacun compte, inscrit ou non.
