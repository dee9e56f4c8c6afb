report-enrollment-activity-title = Atividade de inscrição
report-enrollment-activity-question = Quantas pessoas estão inscritas, por modalidade, ao longo do tempo?
report-enrollment-activity-section-1-title = Indicadores de inscrição
report-enrollment-activity-section-1-help = Situação ao fim do último dia completo. Um total que caiu significa que pessoas saíram.
report-enrollment-activity-section-2-title = Inscrição diária
report-enrollment-activity-section-2-help = Pessoas inscritas ao fim de cada dia, por modalidade, descontadas as que saíram.
report-enrollment-activity-section-3-title = Inscrição ao longo do tempo
report-enrollment-activity-section-3-help = Os mesmos números por dia.
