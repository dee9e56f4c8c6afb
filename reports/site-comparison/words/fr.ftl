report-site-comparison-title = Sessions comparées
report-site-comparison-question = Comment cette session se compare-t-elle aux autres sessions du cours ?
report-site-comparison-section-1-title = Sessions de ce cours
report-site-comparison-section-1-help = Chaque session au dernier jour complet : inscrits, inscrits au moins une fois, actifs au moins une fois, actifs ces sept derniers jours, part moyenne des pages visitées, réussites, note moyenne.
report-site-comparison-section-2-title = Au même âge
report-site-comparison-section-2-help = Toutes les sessions au même numéro de jour que la plus récente déjà commencée.
report-site-comparison-section-3-title = Inscriptions par jour depuis le début
report-site-comparison-section-3-help = Inscrits à la fin de chaque jour. Le jour 0 est le début d’une session, ou sa première inscription si le début n’est pas connu.
report-site-comparison-section-4-title = Personnes actives au moins une fois, par jour depuis le début
report-site-comparison-section-4-help = Personnes distinctes ayant été actives jusqu’à chaque jour.
report-site-comparison-about =
    Les sessions d’un cours du catalogue sont mises côte à côte, alignées sur le **jour depuis le début** de chacune ; si le début n’est pas connu, depuis son premier événement d’inscription. Le jour 0 est celui du début ; les jours d’avant sont négatifs.

    Des sessions vont ensemble quand le catalogue des cours le dit ; sans catalogue, quand leurs clés ont l’organisation et le cours en commun. *Au même âge* compare toutes les sessions au numéro de jour de la plus récente qui a commencé, afin qu’une session à peine commencée ne soit pas mesurée à la totalité d’une ancienne. Des autres sessions, chacun ne voit que celles qu’il a le droit de voir ; quand certaines sont cachées, les autres sont numérotées et comparées comme s’il n’y en avait pas d’autres.

    Les apprenants qui ont réussi sont ceux de la liste des cours. La note moyenne est celle de toutes les personnes qui ont une note dans le LMS.
