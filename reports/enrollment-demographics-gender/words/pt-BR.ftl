report-enrollment-demographics-gender-title = Inscritos por gênero
report-enrollment-demographics-gender-question = Como as pessoas inscritas se dividem por gênero e como isso mudou?
report-enrollment-demographics-gender-section-1-title = Gênero
report-enrollment-demographics-gender-section-1-help = Parcelas de quem informou, ao fim do último dia completo.
report-enrollment-demographics-gender-section-2-title = Gênero ao longo do tempo
report-enrollment-demographics-gender-section-2-help = Pessoas inscritas ao fim de cada dia. Um perfil que muda altera todo o histórico.
report-enrollment-demographics-gender-about =
    O perfil é o da cópia mais nova do LMS e vale para todos os dias passados: quem o altera muda de grupo em todo o histórico.

    As próprias pessoas informam esses dados ao se cadastrar, e muitas não o fazem: as parcelas são de quem informou. As inscrições atuais e totais são as de *Atividade de inscrição*, separadas por perfil.
