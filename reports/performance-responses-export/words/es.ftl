report-performance-responses_export-title = Informe de respuestas a problemas
