report-engagement-content-title = Engajamento com o conteúdo
report-engagement-content-question = Quantas pessoas estão ativas a cada semana e em quê?
report-engagement-content-section-1-title = Indicadores de atividade
report-engagement-content-section-1-help = Pessoas distintas na última semana completa, de segunda a domingo UTC. Ativas: visitaram ao menos uma página; inscrever-se ou sair não conta.
report-engagement-content-section-2-title = Engajamento semanal
report-engagement-content-section-2-help = Pessoas distintas por semana e tipo de atividade. Uma pessoa pode estar em várias linhas.
report-engagement-content-section-3-title = Detalhamento do engajamento
report-engagement-content-section-3-help = Os mesmos números por semana. As porcentagens são das pessoas inscritas ao fim daquela semana.
report-engagement-content-about =
    As semanas vão de segunda a domingo, UTC. Contam-se pessoas diferentes em uma semana. Os indicadores e a API de dados têm só semanas completas; a página mostra também os dias já passados da semana em curso e avisa disso.

    - **Ativas**: qualquer evento no curso, inclusive visitas a páginas; inscrever-se ou sair, por si só, não é atividade, nem o que fazem os processos em segundo plano. Quem está ativo não precisa estar inscrito.
    - **Assistiram a um vídeo**, **tentaram um problema** (um envio avaliado) e **participaram das discussões** (um tópico, uma resposta ou um comentário) fazem parte disso.
