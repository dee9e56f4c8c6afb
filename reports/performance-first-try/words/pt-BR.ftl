report-performance-first_try-title = Primeiras tentativas
report-performance-first_try-question = Quais problemas os estudantes acertam de primeira e quais exigem muitas tentativas?
report-performance-first_try-section-1-title = Todos os problemas
report-performance-first_try-section-1-help = Sobre todos os problemas do curso: estudantes e problemas, com que frequência a primeira tentativa foi certa e as tentativas por problema tentado.
report-performance-first_try-section-2-title = Certo na primeira tentativa
report-performance-first_try-section-2-help = Parcela dos estudantes que acertaram na primeira tentativa, entre os que tentaram, por problema na ordem do curso. As médias são tentativas por estudante; as tentativas até acertar são de quem acertou.
