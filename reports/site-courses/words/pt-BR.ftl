report-site-courses-title = Cursos
report-site-courses-question = Qual é o tamanho dos cursos e como mudam?
report-site-courses-about =
    Uma linha para cada edição de um curso: seu tamanho por modalidade, a mudança nos últimos sete dias e quantas pessoas são aprovadas. Títulos e datas vêm do catálogo de cursos; sem ele ficam vazios. Uma pessoa é aprovada quando o LMS tem uma data de aprovação e um conceito; não se pergunta se ela ainda está inscrita. Uma modalidade que tinha pessoas há uma semana e agora não tem nenhuma não é listada, por isso sua perda não faz parte da mudança.
