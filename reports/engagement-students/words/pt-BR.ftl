report-engagement-students-title = Engajamento dos estudantes
