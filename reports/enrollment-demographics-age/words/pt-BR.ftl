report-enrollment-demographics-age-title = Inscritos por idade
report-enrollment-demographics-age-question = Qual é a idade das pessoas inscritas?
report-enrollment-demographics-age-section-1-title = Indicadores de idade
report-enrollment-demographics-age-section-1-help = Sobre as idades conhecidas.
report-enrollment-demographics-age-section-2-title = Distribuição por idade
report-enrollment-demographics-age-section-2-help = Uma barra para cada ano de idade; a última reúne quem tem 100 anos ou mais.
report-enrollment-demographics-age-section-3-title = Detalhamento por idade
report-enrollment-demographics-age-section-3-help = As porcentagens são de todas as pessoas inscritas, inclusive as que não informaram o ano de nascimento.
