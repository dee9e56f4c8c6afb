report-enrollment-demographics-gender-title = 按性别的注册者构成
report-enrollment-demographics-gender-question = 注册者的性别构成如何，有何变化？
report-enrollment-demographics-gender-section-1-title = 性别
report-enrollment-demographics-gender-section-1-help = 最近一个完整日结束时，占填写者的比例。
report-enrollment-demographics-gender-section-2-title = 性别随时间的变化
report-enrollment-demographics-gender-section-2-help = 每天结束时的注册者。个人资料的更改会影响整个历史。
