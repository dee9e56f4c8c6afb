# Tables, paging, sorting.
table-label = Table: { $what }
sort-by = Sort by { $column }
table-rows = Rows { $from } to { $to } of { $total }
table-size = Rows per page
pager = Pages of { $what }
pager-first = First
pager-previous = Previous
pager-next = Next
pager-last = Last
pager-page = Page { $number }
range-from = From
range-to = To
range-apply = Show
