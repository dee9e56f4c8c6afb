report-site-overview-title = Visão geral do site
report-site-overview-question = Como vai o site como um todo?
report-site-overview-section-1-title = Inscrições
report-site-overview-section-1-help = Inscrições atuais de todos os cursos juntos em cada dia. Quem está em dois cursos conta duas vezes.
report-site-overview-section-2-title = Pessoas ativas por semana
report-site-overview-section-2-help = Pessoas diferentes com alguma atividade em qualquer curso em cada semana completa, de segunda a domingo UTC.
report-site-overview-about =
    Os números de todos os cursos juntos, para quem cuida do site. Contam-se **inscrições**, não pessoas: quem está em dois cursos conta duas vezes. Pessoas **ativas** são contadas uma vez por semana, em quantos cursos tenham estado.
