report-enrollment-demographics-age-title = 按年龄的注册者构成
report-enrollment-demographics-age-question = 注册者年龄多大？
report-enrollment-demographics-age-section-1-title = 年龄指标
report-enrollment-demographics-age-section-1-help = 以已知年龄计算。
report-enrollment-demographics-age-section-2-title = 年龄分布
report-enrollment-demographics-age-section-2-help = 每一岁一条；最后一条包含 100 岁及以上的人。
report-enrollment-demographics-age-section-3-title = 年龄明细
report-enrollment-demographics-age-section-3-help = 比例以全部注册者为基数，包括未填写出生年份者。
report-enrollment-demographics-age-about =
    年龄在显示时计算：日历年份减去出生年份。只保留最近一个完整日。

    这些资料由大家在注册账户时自行填写，很多人没有填写：比例以填写者为基数。当前注册和累计注册与*注册活动*中的数字相同，按个人资料细分。
