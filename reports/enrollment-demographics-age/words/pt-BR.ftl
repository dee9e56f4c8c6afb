report-enrollment-demographics-age-title = Inscritos por idade
report-enrollment-demographics-age-question = Qual é a idade das pessoas inscritas?
report-enrollment-demographics-age-section-1-title = Indicadores de idade
report-enrollment-demographics-age-section-1-help = Sobre as idades conhecidas.
report-enrollment-demographics-age-section-2-title = Distribuição por idade
report-enrollment-demographics-age-section-2-help = Uma barra para cada ano de idade; a última reúne quem tem 100 anos ou mais.
report-enrollment-demographics-age-section-3-title = Detalhamento por idade
report-enrollment-demographics-age-section-3-help = As porcentagens são de todas as pessoas inscritas, inclusive as que não informaram o ano de nascimento.
report-enrollment-demographics-age-about =
    As idades são calculadas onde são mostradas: o ano do calendário menos o ano de nascimento. Só o último dia completo é guardado.

    As próprias pessoas informam esses dados ao se cadastrar, e muitas não o fazem: as parcelas são de quem informou. As inscrições atuais e totais são as de *Atividade de inscrição*, separadas por perfil.
