report-engagement-students-title = Participación de los estudiantes
