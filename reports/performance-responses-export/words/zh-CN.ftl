report-performance-responses_export-title = 习题答案报告
