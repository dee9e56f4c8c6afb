report-performance-grade_history-title = Notas a lo largo del tiempo
report-performance-grade_history-question = ¿Cómo han evolucionado las notas del curso, semana a semana?
report-performance-grade_history-section-1-title = Estudiantes que aprobaron, por semana
report-performance-grade_history-section-1-help = Estudiantes con nota conocida y los que habían aprobado al final de cada semana completa, de lunes a domingo UTC. Nuevos aprobados: no lo estaban al final de la semana anterior.
report-performance-grade_history-section-1-none = El registro no habla de ninguna nota de este curso hasta el final de una semana terminada. El LMS anota las notas sobre todo en el registro de sus procesos en segundo plano: sin ese registro, o si no se lee, no se sabe nada de las notas de antes.
report-performance-grade_history-section-2-title = Nota media por semana
report-performance-grade_history-section-2-help = Media de las notas más recientes al final de cada semana completa, de todos los estudiantes que ya tenían una.
report-performance-grade_history-section-2-none = El registro no habla de ninguna nota de este curso hasta el final de una semana terminada.
report-performance-grade_history-about =
    El LMS guarda solo la nota más reciente de un estudiante; cuál era antes lo dicen los eventos con los que el LMS cuenta que calculó una nota, o que alguien aprobó o ya no aprueba. Al final de cada semana, todo **estudiante** del que un evento así haya hablado hasta entonces tiene el estado que dio el más reciente de ellos, siga inscrito o no:

    - **aprobado**: el evento más reciente tiene una calificación en letra, o dice que el estudiante aprobó;
    - **no aprobado**: no tiene ese estado, y el curso había terminado antes del último día de la semana;
    - **en curso**: todos los demás, también cuando no se conoce el fin del curso.

    Son **nuevos aprobados** los que habían aprobado al final de la semana y no al final de la anterior. La **nota media** es la de todos los estudiantes que ya tenían una nota.

    Las semanas van de lunes a domingo, UTC; solo se muestran las completas. La última no tiene por qué coincidir con las notas del LMS: las notas de las que ningún evento habló no se conocen aquí.
