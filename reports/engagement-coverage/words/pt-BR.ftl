report-engagement-coverage-title = Cobertura do curso
report-engagement-coverage-question = Quantos dos problemas as pessoas tentam e a quantos dos vídeos elas assistem?
report-engagement-coverage-section-1-title = Problemas tentados
report-engagement-coverage-section-1-help = Pessoas inscritas que não tentaram nenhum problema, ao menos um ou todos os problemas de cada parte, e a parcela média de problemas tentados. A primeira linha é o curso inteiro; o gráfico mostra as subseções.
report-engagement-coverage-section-1-none = A estrutura deste curso não é conhecida aqui, ou não tem problemas.
report-engagement-coverage-section-2-title = Vídeos assistidos
report-engagement-coverage-section-2-help = Pessoas inscritas que não assistiram a nada de nenhum vídeo, ou assistiram a algo de ao menos um ou de todos os vídeos de cada parte, e a parcela média desses vídeos. A primeira linha é o curso inteiro; o gráfico mostra as subseções.
report-engagement-coverage-section-2-none = A estrutura deste curso não é conhecida aqui, ou não tem vídeos.
report-engagement-coverage-about =
    O que as pessoas fizeram do que há para fazer: se tentaram **nenhum, alguns ou todos os problemas** do curso, de cada seção e subseção, e se assistiram a algo de **nenhum, alguns ou todos os vídeos**.

    Tentou um problema quem enviou uma resposta que foi julgada certa ou errada. Assistiu a um vídeo quem realmente viu algo dele, por pouco que seja; um reprodutor que só foi carregado, ou do qual ninguém sabe se continuou, não mostra nada.

    Contam-se as pessoas inscritas ao fim do último dia completo. Seções, subseções, problemas e vídeos são os da estrutura mais nova do curso; os excluídos desde então não contam em lugar nenhum. Onde cada estudante recebe alguns problemas de um conjunto maior, *todos* quer dizer todos os problemas do conjunto.
