report-site-events-title = Eventos
