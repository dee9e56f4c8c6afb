report-engagement-students-title = 学习者参与
