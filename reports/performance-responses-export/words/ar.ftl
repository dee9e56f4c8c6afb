report-performance-responses_export-title = تقرير إجابات المسائل
