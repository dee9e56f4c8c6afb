report-site-events-title = Événements
