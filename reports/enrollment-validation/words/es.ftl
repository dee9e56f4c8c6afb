report-enrollment-validation-title = Comprobación de inscripciones
