# Palavras das visões embutidas.
column-date = Data
column-count = Inscrição atual
column-cumulative_count = Inscrição total
column-week_ending = Semana que termina em
column-active = Estudantes ativos
column-played_video = Assistiram a um vídeo
column-attempted_problem = Tentaram um problema
column-posted_forum = Participaram das discussões
column-percent_of_current = Porcentagem dos estudantes atuais
column-age = Idade
column-learners = Estudantes
column-percent_of_total = Porcentagem do total
column-education_level = Escolaridade
column-percent_of_known = Porcentagem dos conhecidos
column-current_enrollment = Inscrição atual
column-female = Feminino
column-male = Masculino
column-other = Outro
column-unknown = Não informado
column-country = País ou região
column-percent = Porcentagem
column-created = Calculado

mode-audit = Ouvinte
mode-honor = Honra
mode-verified = Verificado
mode-professional = Profissional
mode-credit = Verificado com créditos
mode-masters = Mestrado
mode-none-used = Inscrição atual

tile-total-enrollment = Inscrição total
tile-total-enrollment-help = todos com uma inscrição até agora, também quem saiu
tile-current-enrollment = Inscrição atual
tile-current-enrollment-help = inscritos ao fim de { $date }
tile-change-last-week = Mudança na última semana
tile-change-last-week-help = líquida, em relação a { $date }
tile-verified-enrollment = Inscrição verificada
tile-masters-enrollment = Inscrição de mestrado
tile-track-help = atualmente nessa modalidade

tile-active = Estudantes ativos
tile-played_video = Assistiram a um vídeo
tile-attempted_problem = Tentaram um problema
tile-posted_forum = Participaram das discussões
tile-week = semana que termina em { $date }
tile-week-percent = { $percent } dos estudantes atuais
tile-week-percent-of = { $percent } dos inscritos em { $date }
tile-week-no-percent = { missing } dos estudantes atuais

tile-median-age = Idade mediana
tile-age-25-under = 25 ou menos
tile-age-26-40 = 26 a 40
tile-age-41-over = 41 ou mais
tile-of-known-ages = das idades conhecidas
age-year = Idades em { $year }
age-unknown = Desconhecida
age-out-of-range = Fora do intervalo
age-over = { $age } ou mais
age-out-of-range-note = { $count ->
    [one] { $shown } pessoa informou um ano de nascimento que não pode estar certo (no futuro). Ela é listada
   *[other] { $shown } pessoas informaram um ano de nascimento que não pode estar certo (no futuro). Elas são listadas
 } à parte, fora das porcentagens e da mediana.

education-none = Nenhuma
education-primary = Fundamental I
education-junior_secondary = Fundamental II
education-secondary = Ensino médio
education-associates = Tecnólogo
education-bachelors = Bacharelado
education-masters = Mestrado
education-doctorate = Doutorado
education-other = Outra
education-unknown = Desconhecida
tile-education-school = Ensino médio ou menos
tile-education-college = Diploma universitário
tile-education-advanced = Pós-graduação
tile-education-other = Outra
tile-of-known-education = das escolaridades conhecidas

gender-f = Feminino
gender-m = Masculino
gender-o = Outro
gender-unknown = Não informado
known-share = { $percent } das pessoas inscritas informaram isto.
self-reported = Informado pelos estudantes no cadastro.

tile-countries = Países ou regiões
tile-top-country = Primeiro país ou região
tile-second-country = Segundo país ou região
tile-third-country = Terceiro país ou região
tile-of-learners = { $percent } dos estudantes
country-unknown = País desconhecido

week-partial = até agora
week-partial-note = A última semana não terminou: seus números abrangem os dias até { $date }.

caption-enrollments = Inscrições
caption-learners = Estudantes
caption-self-reported = Estudantes (segundo informaram)
axis-share = Parcela dos conhecidos

summary-trend = De { $from } a { $to }, a inscrição atual foi de { $first } para { $last }; o máximo foi { $peak } em { $peak_date }.
summary-trend-one = Em { $to }, a inscrição atual era { $last }.
summary-weeks = { $count ->
    [one] Na semana que terminou em { $to }, { $shown } pessoa esteve ativa;
   *[other] Na semana que terminou em { $to }, { $shown } pessoas estiveram ativas;
 } a semana mais movimentada terminou em { $peak_date }, com { $peak }.
summary-ages = As idades vão de { $youngest } a { $oldest }; a mediana é { $median }.
summary-ages-none = Ninguém informou o ano de nascimento.
summary-education = A escolaridade mais comum é { $top }, com { $percent } das conhecidas.
summary-education-none = Ninguém informou a escolaridade.
summary-gender = Dos conhecidos: feminino { $female }, masculino { $male }, outro { $other }.
summary-gender-none = Ninguém informou o gênero.
summary-countries = { $count ->
    [one] As pessoas se conectam de { $shown } país ou região;
   *[other] As pessoas se conectam de { $shown } países ou regiões;
 } o mais frequente é { $top }.
summary-countries-none = Nenhuma conexão pôde ser localizada.
