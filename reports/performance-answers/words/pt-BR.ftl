report-performance-answers-title = Envios de problemas
report-performance-answers-question = Que respostas os estudantes deram, na primeira e na última vez?
report-performance-answers-section-1-title = Envios de problemas
report-performance-answers-section-1-help = Uma linha para cada parte de um problema. Cada estudante conta uma vez, com o primeiro e com o último envio.
report-performance-answers-about =
    De cada estudante e problema contam o primeiro e o último envio, quando quer que tenham sido feitos; o que foi tentado entre eles não conta. Um problema com várias partes tem uma distribuição para cada parte.

    - **Primeiros** e **últimos** contam os estudantes que deram a resposta no primeiro e no último envio.
    - Respostas que só diferem por espaços nas pontas são a mesma. Variantes diferentes (sementes) de um problema ficam separadas.
    - Se uma parte é mostrada, quem decide é sua resposta mais recente: o tipo dela deve ser um cujas respostas possam ser contadas. Redações, desenhos e código não são.
    - Se uma resposta está correta, quem diz é seu envio mais recente; assim, uma reavaliação posterior aparece.
    - Envios sem nome de usuário são omitidos, assim como partes e problemas cujo identificador tem mais de 255 caracteres.
