report-learners-roster-title = Estudantes
report-learners-roster-question = Quem está no curso, quem está engajado e quem não está?
report-learners-roster-section-1-title = Estudantes
report-learners-roster-section-1-help = Todas as pessoas inscritas alguma vez, com o que fizeram nos últimos sete dias completos.
report-learners-roster-about =
    Todas as pessoas inscritas alguma vez, com o que fizeram nos últimos sete dias completos. Números dessa semana:

    - **Problemas tentados** e **problemas corretos**: problemas diferentes; as **tentativas por problema correto** contam todos os envios da semana e faltam quando nenhum estava certo.
    - **Vídeos**: vídeos diferentes reproduzidos. **Discussões**: tópicos, respostas e comentários.

    Grupos:

    - *inativo*: nada nos últimos sete dias nem nos sete anteriores; *perdendo o engajamento*: algo nos anteriores, nada nos últimos; *saiu*: deixou o curso.
    - *muito engajado*: na faixa superior de problemas tentados, problemas corretos, vídeos ou discussões; *com dificuldades*: na faixa superior de tentativas por problema correto. As faixas são as deste curso e desta semana: abaixo do percentil 15 e a partir do percentil 85 de todas as pessoas que fizeram algo, inclusive seus zeros (para as tentativas por problema correto, de todas as que tentaram algum).

    O que uma pessoa faz é encontrado pelo nome de usuário nos eventos.
