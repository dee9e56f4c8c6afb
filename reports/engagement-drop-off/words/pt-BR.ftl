report-engagement-drop_off-title = Desistência
report-engagement-drop_off-question = Em que seção e subseção as pessoas param?
report-engagement-drop_off-section-1-title = Onde as pessoas param
report-engagement-drop_off-section-1-help = Pessoas inscritas que alcançaram cada parte, e aquelas para quem ela é a mais avançada: quem esteve ativo no curso nos últimos sete dias (configurável) pode continuar, os demais pararam. A porcentagem dos que pararam é de quem a alcançou. A primeira linha é o curso inteiro; o gráfico mostra as subseções.
report-engagement-drop_off-section-1-none = A estrutura deste curso não é conhecida aqui, ou ainda não tem páginas: ninguém pode dizer até onde as pessoas chegaram.
report-engagement-drop_off-about =
    Uma pessoa **alcançou** uma seção ou subseção se visitou alguma de suas páginas, seja qual for o evento que mostra isso, como no relatório sobre a conclusão do curso. A subseção **mais avançada** de uma pessoa é a última, na ordem do curso, entre as que ela alcançou, mesmo que outras antes dela tenham sido puladas ou que anteriores tenham sido revisitadas depois.

    Das pessoas para quem uma parte é a mais avançada, as que estiveram ativas no curso nos últimos sete dias (configurável), até o último dia completo, **podem continuar**; as demais **pararam** ali. A última subseção é o fim do curso: quem parou nela chegou até o fim. Não se pergunta se alguém foi aprovado.

    Contam-se as pessoas inscritas ao fim do último dia completo. Seções e subseções são as da estrutura mais nova do curso; partes sem páginas ficam de fora.
