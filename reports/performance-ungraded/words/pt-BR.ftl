report-performance-ungraded-title = Problemas que não valem nota
report-performance-ungraded-question = Como os estudantes se saem nos problemas de prática?
report-performance-ungraded-page-3-title = Envios do problema
report-performance-ungraded-section-1-title = Envios por seção
report-performance-ungraded-section-1-help = Médias dos problemas de cada seção: estudantes cujo último envio estava correto e os outros.
report-performance-ungraded-section-2-title = Envios por subseção
report-performance-ungraded-section-2-help = Médias dos problemas de cada subseção: estudantes cujo último envio estava correto e os outros.
report-performance-ungraded-section-3-title = Envios de problemas
report-performance-ungraded-section-3-help = Estudantes pelo último envio.
report-performance-ungraded-section-4-title = Número de envios
report-performance-ungraded-section-4-help = Estudantes pela resposta do último envio. As doze respostas mais frequentes são desenhadas.
report-performance-ungraded-about =
    Problemas que não contam para a nota, por seção, subseção e problema.

    - Cada estudante conta uma vez por problema, com o **último** envio. De um problema de várias partes conta a média das partes.
    - **Corretos**: assim foi julgado o último envio; crédito parcial conta como correto.
    - As **médias** dividem por todos os problemas de uma seção, inclusive pelos que ninguém respondeu ainda; quantos foram respondidos aparece ao lado.
    - Problemas que foram respondidos, mas não estão mais no curso, ficam separados, para que seu histórico não se perca.
