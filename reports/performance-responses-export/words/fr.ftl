report-performance-responses_export-title = Rapport des réponses aux exercices
