report-performance-help-title = Ajuda nos problemas
report-performance-help-question = Em quais problemas os estudantes olham dicas ou veem a resposta?
report-performance-help-section-1-title = Dicas e respostas mostradas
report-performance-help-section-1-help = Estudantes que tentaram cada problema, que pediram uma dica, que receberam uma com uma correção e a quem a resposta foi mostrada, na ordem do curso. As porcentagens são de quem viu a resposta. O gráfico mostra as dicas pedidas e as respostas mostradas.
report-performance-help-about =
    Três tipos de ajuda são separados das tentativas e entre si. Uma **dica** é a que um estudante pediu. O **feedback** é uma dica que a equipe do curso escreveu para certas respostas: ele vem sozinho com a correção de uma resposta. A **resposta** é mostrada onde o problema permite e o estudante a pede.

    Teve a resposta **antes de acertar** quem a viu antes da sua primeira tentativa certa, e **sem acertar** quem a viu e não tem nenhuma tentativa certa, quer as tentativas tenham sido erradas, quer não tenha havido nenhuma. As tentativas são as do relatório sobre primeiras tentativas. Quem recebeu ajuda não precisa ter tentado o problema, e todas as pessoas contam, inscritas ou não.
