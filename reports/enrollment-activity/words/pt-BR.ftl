report-enrollment-activity-title = Atividade de inscrição
report-enrollment-activity-question = Quantas pessoas estão inscritas, por modalidade, ao longo do tempo?
report-enrollment-activity-section-1-title = Indicadores de inscrição
report-enrollment-activity-section-1-help = Situação ao fim do último dia completo. Um total que caiu significa que pessoas saíram.
report-enrollment-activity-section-2-title = Inscrição diária
report-enrollment-activity-section-2-help = Pessoas inscritas ao fim de cada dia, por modalidade, descontadas as que saíram.
report-enrollment-activity-section-3-title = Inscrição ao longo do tempo
report-enrollment-activity-section-3-help = Os mesmos números por dia.
report-enrollment-activity-about =
    Os números vêm dos eventos de inscrição, nunca da tabela de inscrições do LMS, para que o histórico seja conhecido. Uma pessoa está em exatamente uma modalidade por dia: a do último evento de inscrição até o fim do dia, de qualquer tipo que seja.

    - **Inscrição atual** (`count`): pessoas inscritas ao fim do dia.
    - **Inscrição total** (`cumulative_count`): pessoas com algum evento de inscrição no curso até então, inclusive aquelas cujo único evento foi uma mudança de modalidade ou uma saída.

    Os dias começam com o primeiro evento de um curso e vão até o último dia completo.
