report-enrollment-geography-title = 注册地理分布
report-enrollment-geography-question = 注册者从哪里连接？
report-enrollment-geography-section-1-title = 地理指标
report-enrollment-geography-section-1-help = 已知的国家和地区；比例以全部注册者为基数。
report-enrollment-geography-section-2-title = 地理分布
report-enrollment-geography-section-2-help = 最近一次连接（不限课程）所用地址所在的国家。
report-enrollment-geography-section-3-title = 地理明细
report-enrollment-geography-section-3-help = 同样内容的数字。
