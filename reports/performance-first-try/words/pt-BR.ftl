report-performance-first_try-title = Primeiras tentativas
report-performance-first_try-question = Quais problemas os estudantes acertam de primeira e quais exigem muitas tentativas?
report-performance-first_try-section-1-title = Todos os problemas
report-performance-first_try-section-1-help = Sobre todos os problemas do curso: estudantes e problemas, com que frequência a primeira tentativa foi certa e as tentativas por problema tentado.
report-performance-first_try-section-2-title = Certo na primeira tentativa
report-performance-first_try-section-2-help = Parcela dos estudantes que acertaram na primeira tentativa, entre os que tentaram, por problema na ordem do curso. As médias são tentativas por estudante; as tentativas até acertar são de quem acertou.
report-performance-first_try-about =
    Uma **tentativa** é um envio avaliado de um problema que foi julgado certo ou errado. A **primeira tentativa** de um estudante é a mais antiga que se conhece, pela hora do evento, seja o que for que veio depois. *Certo na primeira tentativa* é a parcela dos estudantes cuja primeira tentativa foi certa entre todos os que tentaram o problema: de dez estudantes dos quais cinco acertaram de imediato, são 50%.

    As **tentativas até acertar** contam só os estudantes que acertaram o problema, até a primeira tentativa certa, inclusive. Um problema de várias partes está certo quando todas elas estão.
