report-enrollment-validation-title = Verificação das inscrições
