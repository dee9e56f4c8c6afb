report-enrollment-demographics-age-title = 按年龄的注册者构成
report-enrollment-demographics-age-question = 注册者年龄多大？
report-enrollment-demographics-age-section-1-title = 年龄指标
report-enrollment-demographics-age-section-1-help = 以已知年龄计算。
report-enrollment-demographics-age-section-2-title = 年龄分布
report-enrollment-demographics-age-section-2-help = 每一岁一条；最后一条包含 100 岁及以上的人。
report-enrollment-demographics-age-section-3-title = 年龄明细
report-enrollment-demographics-age-section-3-help = 比例以全部注册者为基数，包括未填写出生年份者。
