report-enrollment-demographics-education-title = Inscritos por escolaridade
report-enrollment-demographics-education-question = Que escolaridade têm as pessoas inscritas?
report-enrollment-demographics-education-section-1-title = Indicadores de escolaridade
report-enrollment-demographics-education-section-1-help = Sobre as escolaridades conhecidas. As quatro parcelas somam o total das conhecidas.
report-enrollment-demographics-education-section-2-title = Escolaridade
report-enrollment-demographics-education-section-2-help = Nível mais alto concluído, como parcela das escolaridades conhecidas.
report-enrollment-demographics-education-section-3-title = Detalhamento por escolaridade
report-enrollment-demographics-education-section-3-help = O mesmo em números.
report-enrollment-demographics-education-about =
    Os níveis são os do perfil no LMS, com seus nomes longos. Só o último dia completo é guardado.

    As próprias pessoas informam esses dados ao se cadastrar, e muitas não o fazem: as parcelas são de quem informou. As inscrições atuais e totais são as de *Atividade de inscrição*, separadas por perfil.
