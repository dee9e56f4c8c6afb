report-engagement-completion-title = Conclusão do curso
report-engagement-completion-question = Até onde as pessoas chegam no curso e onde param?
report-engagement-completion-section-1-title = Até onde as pessoas chegam
report-engagement-completion-section-1-help = Pessoas inscritas, pela parcela das páginas do curso que visitaram, arredondada para cima em dezenas de por cento. 0: nenhuma página.
report-engagement-completion-section-1-none = A estrutura deste curso não é conhecida aqui ou ainda não tem páginas, ou ninguém está inscrito.
report-engagement-completion-section-2-title = Seções e subseções
report-engagement-completion-section-2-help = Pessoas inscritas que não visitaram nenhuma página, ao menos uma ou todas as páginas de cada parte, e a parcela média de páginas visitadas. A primeira linha é o curso inteiro.
report-engagement-completion-section-2-none = A estrutura deste curso não é conhecida aqui, ou ainda não tem páginas.
report-engagement-completion-section-3-title = Alcance das páginas
report-engagement-completion-section-3-help = Pessoas inscritas que visitaram cada página, na ordem do curso. Uma queda mostra onde as pessoas param.
report-engagement-completion-section-3-none = A estrutura deste curso não é conhecida aqui, ou ainda não tem páginas.
report-engagement-completion-about =
    Uma **página** é o que os estudantes chamam de unidade: um passo de uma subseção. Uma pessoa visitou uma página se algum evento mostra isso: o endereço dela, um movimento na sequência, uma tela do aplicativo, uma conclusão ou o trabalho em um problema ou vídeo que está nela. Não importa quantas vezes nem por quanto tempo.

    Contam-se as pessoas inscritas ao fim do último dia completo. Seções, subseções e páginas são as da estrutura mais nova do curso; páginas excluídas desde então não contam em lugar nenhum. Páginas que os estudantes não podem ver (rascunhos, só para a equipe) fazem parte da estrutura e, portanto, do que se chama *todas* as páginas.
