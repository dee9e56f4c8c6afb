report-enrollment-validation-title = Vérification des inscriptions
