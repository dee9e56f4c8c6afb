report-enrollment-geography-title = 注册地理分布
report-enrollment-geography-question = 注册者从哪里连接？
report-enrollment-geography-section-1-title = 地理指标
report-enrollment-geography-section-1-help = 已知的国家和地区；比例以全部注册者为基数。
report-enrollment-geography-section-2-title = 地理分布
report-enrollment-geography-section-2-help = 最近一次连接（不限课程）所用地址所在的国家。
report-enrollment-geography-section-3-title = 地理明细
report-enrollment-geography-section-3-help = 同样内容的数字。
report-enrollment-geography-about =
    一个人的国家取自最近一个带有网络地址的事件，不限课程。注册数取自 LMS 的注册表。有两组没有国家：`UNKNOWN`（无法定位的地址：私有地址、格式错误或不在数据库中）和空值（没有带地址的事件）。
