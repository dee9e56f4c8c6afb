report-engagement-learner_groups-title = Grupos de estudantes
report-engagement-learner_groups-question = Quantas pessoas estão ativas, foram aprovadas ou podem estar prestes a desistir?
report-engagement-learner_groups-section-1-title = Em resumo
report-engagement-learner_groups-section-1-help = Todas as pessoas inscritas, cada uma em um grupo.
report-engagement-learner_groups-section-2-title = Onde cada um está
report-engagement-learner_groups-section-2-help = Todas as pessoas inscritas, cada uma em um grupo. Em risco: última visita há sete dias ou mais (configurável), com o curso em andamento e sem aprovação, e fez mais do que abrir o início.
report-engagement-learner_groups-about =
    Cada pessoa inscrita ao fim do último dia completo está em exatamente um grupo, o primeiro que couber:

    - **Aprovados**: o LMS tem um conceito e uma data em que a pessoa foi aprovada.
    - **Ativos**: estiveram aqui há menos de sete dias (configurável), contados para trás a partir do último dia completo. Quem esteve ativo há 60 dias e de novo hoje está ativo.
    - **Em risco**: estiveram aqui pela última vez há sete dias ou mais, com o curso em andamento, e fizeram mais do que abrir o início dele: chegaram a uma seção ou página, reproduziram um vídeo, enviaram uma resposta ou escreveram nas discussões.
    - **Outros**: os demais. Nunca vieram, não viram mais do que o início do curso, ou o curso não está em andamento.

    Um curso vai do início ao fim conforme o catálogo ou a lista de cursos; uma data desconhecida não impõe limite.
