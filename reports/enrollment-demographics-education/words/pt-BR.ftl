report-enrollment-demographics-education-title = Inscritos por escolaridade
report-enrollment-demographics-education-question = Que escolaridade têm as pessoas inscritas?
report-enrollment-demographics-education-section-1-title = Indicadores de escolaridade
report-enrollment-demographics-education-section-1-help = Sobre as escolaridades conhecidas. As quatro parcelas somam o total das conhecidas.
report-enrollment-demographics-education-section-2-title = Escolaridade
report-enrollment-demographics-education-section-2-help = Nível mais alto concluído, como parcela das escolaridades conhecidas.
report-enrollment-demographics-education-section-3-title = Detalhamento por escolaridade
report-enrollment-demographics-education-section-3-help = O mesmo em números.
