report-enrollment-validation-title = 注册核对
