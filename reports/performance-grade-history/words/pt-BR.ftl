report-performance-grade_history-title = Notas ao longo do tempo
report-performance-grade_history-question = Como as notas do curso evoluíram, semana a semana?
report-performance-grade_history-section-1-title = Estudantes aprovados por semana
report-performance-grade_history-section-1-help = Estudantes com nota conhecida e os que estavam aprovados ao fim de cada semana completa, de segunda a domingo UTC. Recém-aprovados: não o estavam ao fim da semana anterior.
report-performance-grade_history-section-1-none = O registro não fala de nenhuma nota deste curso até o fim de uma semana encerrada. O LMS anota as notas sobretudo no registro de seus processos em segundo plano: sem esse registro, ou se ele não é lido, nada se sabe das notas de antes.
report-performance-grade_history-section-2-title = Nota média por semana
report-performance-grade_history-section-2-help = Média das notas mais recentes ao fim de cada semana completa, de todos os estudantes que já tinham uma.
report-performance-grade_history-section-2-none = O registro não fala de nenhuma nota deste curso até o fim de uma semana encerrada.
report-performance-grade_history-about =
    O LMS guarda só a nota mais recente de um estudante; qual era antes dizem os eventos com que o LMS conta que calculou uma nota, ou que alguém foi aprovado ou deixou de ser. Ao fim de cada semana, todo **estudante** de quem um evento assim falou até então tem a situação que o mais recente deles deu, ainda inscrito ou não:

    - **aprovado**: o evento mais recente tem um conceito, ou diz que o estudante foi aprovado;
    - **não aprovado**: não está nessa situação, e o curso tinha terminado antes do último dia da semana;
    - **em andamento**: todos os outros, também quando não se conhece o fim do curso.

    São **recém-aprovados** os que estavam aprovados ao fim da semana e não ao fim da anterior. A **nota média** é a de todos os estudantes que já tinham uma nota.

    As semanas vão de segunda a domingo, UTC; só as completas são mostradas. A última pode não coincidir com as notas no LMS: notas de que nenhum evento falou não são conhecidas aqui.
