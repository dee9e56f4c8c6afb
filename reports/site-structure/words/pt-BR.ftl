report-site-structure-title = Estrutura do curso
