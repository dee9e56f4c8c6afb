report-engagement-students-title = Participation des apprenants
