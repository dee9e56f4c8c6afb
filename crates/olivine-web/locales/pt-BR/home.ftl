# Início do curso.
home-headline-title = Em resumo
home-headline-help = Os números completos mais recentes deste curso e o que mudou em relação à semana anterior.
home-basics-title = Sobre este curso
home-course-name = Nome do curso
home-course-key = Chave do curso
home-start = Data de início
home-end = Data de término
home-status = Situação
home-pacing = Ritmo
status-not-started = Ainda não começou
status-in-progress = Em andamento
status-ended = Encerrado
home-tools-title = Ferramentas externas
tool-instructor = Painel do instrutor
tool-courseware = Conteúdo do curso
tool-studio = Studio
home-freshness-title = Atualização
home-freshness-help = Até que dia cada relatório está completo e quando foi calculado.
home-freshness-table = Atualização dos relatórios
freshness-report = Relatório
freshness-as-of = Completo até
freshness-created = Calculado (UTC)
freshness-state = Situação
freshness-lag = { $count ->
    [0] em dia
    [one] { $days } dia de atraso
   *[other] { $days } dias de atraso
 }
freshness-never = nunca calculado
home-no-reports-title = Todos os relatórios estão desligados
home-no-reports-text = O operador deste site desligou todos os relatórios.
