report-performance-responses_export-title = Relatório de respostas a problemas
