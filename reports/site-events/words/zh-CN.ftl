report-site-events-title = 事件
