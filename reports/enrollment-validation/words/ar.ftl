report-enrollment-validation-title = التحقق من التسجيل
