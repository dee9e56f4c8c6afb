report-enrollment-demographics-gender-title = 按性别的注册者构成
report-enrollment-demographics-gender-question = 注册者的性别构成如何，有何变化？
report-enrollment-demographics-gender-section-1-title = 性别
report-enrollment-demographics-gender-section-1-help = 最近一个完整日结束时，占填写者的比例。
report-enrollment-demographics-gender-section-2-title = 性别随时间的变化
report-enrollment-demographics-gender-section-2-help = 每天结束时的注册者。个人资料的更改会影响整个历史。
report-enrollment-demographics-gender-about =
    个人资料取自最新的 LMS 快照，并应用于过去所有的日子：更改资料的人在整个历史中都会换组。

    这些资料由大家在注册账户时自行填写，很多人没有填写：比例以填写者为基数。当前注册和累计注册与*注册活动*中的数字相同，按个人资料细分。
