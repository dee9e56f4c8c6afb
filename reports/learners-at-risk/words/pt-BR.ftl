report-learners-at_risk-title = Estudantes em risco
report-learners-at_risk-question = Quem pode estar prestes a desistir e por quê?
report-learners-at_risk-section-1-title = Estudantes em risco
report-learners-at_risk-section-1-help = Pessoas inscritas sem aprovação, que fizeram mais do que abrir o início do curso e estão ausentes há sete dias ou mais (um ajuste), com o curso em andamento. A pontuação soma um ponto ou mais por motivo citado. Os e-mails estão no arquivo para baixar.
