# Tables, paging, sorting.
table-label = جدول: { $what }
sort-by = رتّب حسب { $column }
table-rows = الصفوف { $from } إلى { $to } من { $total }
table-size = صفوف في الصفحة
pager = صفحات { $what }
pager-first = الأولى
pager-previous = السابقة
pager-next = التالية
pager-last = الأخيرة
pager-page = الصفحة { $number }
range-from = من
range-to = إلى
range-apply = عرض
