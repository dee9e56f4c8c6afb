report-site-comparison-title = Edições comparadas
report-site-comparison-question = Como esta edição se compara às outras do curso?
report-site-comparison-section-1-title = Edições deste curso
report-site-comparison-section-1-help = Cada edição no último dia completo: inscritos, inscritos alguma vez, ativos alguma vez, ativos nos últimos sete dias, parcela média de páginas visitadas, aprovados, nota média.
report-site-comparison-section-2-title = Com a mesma idade
report-site-comparison-section-2-help = Todas as edições no número do dia da mais nova já iniciada.
report-site-comparison-section-3-title = Inscrição por dia desde o início
report-site-comparison-section-3-help = Pessoas inscritas ao fim de cada dia. O dia 0 é o início de uma edição, ou sua primeira inscrição quando o início não é conhecido.
report-site-comparison-section-4-title = Pessoas ativas alguma vez por dia desde o início
report-site-comparison-section-4-help = Pessoas distintas que estiveram ativas até cada dia.
report-site-comparison-about =
    Edições de um curso do catálogo são postas lado a lado, alinhadas pelo **dia desde o início** de cada uma; quando o início não é conhecido, desde o primeiro evento de inscrição. O dia 0 é o dia do início; os dias anteriores são negativos.

    Edições pertencem ao mesmo curso quando o catálogo de cursos diz isso; sem catálogo, quando suas chaves têm organização e curso em comum. *Com a mesma idade* compara todas as edições no número do dia da mais nova já iniciada, para que uma edição que acaba de começar não seja medida pelo todo de uma antiga. Das outras edições, cada leitor vê só as que pode ver; quando algumas ficam ocultas, as demais são numeradas e comparadas como se não houvesse outras.

    Os estudantes aprovados são os da lista de cursos. A nota média é a de todas as pessoas que têm nota no LMS.
