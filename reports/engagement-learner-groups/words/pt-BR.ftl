report-engagement-learner_groups-title = Grupos de estudantes
report-engagement-learner_groups-question = Quantas pessoas estão ativas, foram aprovadas ou podem estar prestes a desistir?
report-engagement-learner_groups-section-1-title = Visão rápida
report-engagement-learner_groups-section-1-help = Todas as pessoas inscritas, cada uma em um grupo.
report-engagement-learner_groups-section-2-title = Onde cada um está
report-engagement-learner_groups-section-2-help = Todas as pessoas inscritas, cada uma em um grupo. Em risco: última visita há sete dias ou mais (um ajuste), com o curso em andamento e sem aprovação, e fez mais do que abrir o início.
