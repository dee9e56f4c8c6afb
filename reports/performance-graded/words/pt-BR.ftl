report-performance-graded-title = Conteúdo que vale nota
report-performance-graded-question = Como os estudantes se saem nas tarefas que valem nota?
report-performance-graded-page-3-title = Envios do problema
report-performance-graded-section-1-title = Política de notas
report-performance-graded-section-1-help = Tipos de tarefas, com a largura do seu peso na nota; os muito leves são desenhados um pouco mais largos, para que se possa clicar neles.
report-performance-graded-section-2-title = Envios por tarefa
report-performance-graded-section-2-help = Médias dos problemas de cada tarefa: estudantes cujo último envio estava correto e os outros.
report-performance-graded-section-3-title = Envios de problemas
report-performance-graded-section-3-help = Estudantes pelo último envio.
report-performance-graded-section-4-title = Número de envios
report-performance-graded-section-4-help = Estudantes pela resposta do último envio. As doze respostas mais frequentes são desenhadas.
report-performance-graded-about =
    Problemas que contam para a nota, por tipo de tarefa, tarefa e problema.

    - Cada estudante conta uma vez por problema, com o **último** envio. De um problema de várias partes conta a média das partes.
    - **Corretos**: assim foi julgado o último envio; crédito parcial conta como correto.
    - As **médias** dividem por todos os problemas de uma tarefa, inclusive pelos que ninguém respondeu ainda; quantos foram respondidos aparece ao lado.
    - O **peso** de um tipo é o que diz a política de notas do curso.
    - Um problema vale nota quando sua própria marca diz isso; a prática dentro de uma subseção que vale nota é mostrada com os problemas que não valem nota.
