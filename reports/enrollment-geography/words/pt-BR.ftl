report-enrollment-geography-title = Geografia da inscrição
report-enrollment-geography-question = De onde as pessoas inscritas se conectam?
report-enrollment-geography-section-1-title = Indicadores geográficos
report-enrollment-geography-section-1-help = Países e regiões conhecidos; as porcentagens são de todas as pessoas inscritas.
report-enrollment-geography-section-2-title = Distribuição geográfica
report-enrollment-geography-section-2-help = País do endereço da conexão mais recente, em qualquer curso.
report-enrollment-geography-section-3-title = Detalhamento geográfico
report-enrollment-geography-section-3-help = O mesmo em números.
report-enrollment-geography-about =
    O país de uma pessoa é o do endereço de rede do último evento com endereço, em qualquer curso. As inscrições são as da tabela do LMS. Dois grupos não têm país: `UNKNOWN` (um endereço que não pode ser localizado: privado, malformado ou ausente da base de dados) e o valor vazio (nenhum evento com endereço).
