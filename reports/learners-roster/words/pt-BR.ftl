report-learners-roster-title = Estudantes
report-learners-roster-question = Quem está no curso, quem está engajado e quem não está?
report-learners-roster-section-1-title = Estudantes
report-learners-roster-section-1-help = Todas as pessoas já inscritas, com o que fizeram nos últimos sete dias completos.
