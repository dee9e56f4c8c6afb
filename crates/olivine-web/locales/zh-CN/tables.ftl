# 表格、分页、排序。
table-label = 表格：{ $what }
sort-by = 按{ $column }排序
table-rows = 第 { $from } 至 { $to } 行，共 { $total } 行
table-size = 每页行数
pager = { $what }的分页
pager-first = 首页
pager-previous = 上一页
pager-next = 下一页
pager-last = 末页
pager-page = 第 { $number } 页
range-from = 从
range-to = 到
range-apply = 显示
