# Primeira página e entrada.
landing-title = Veja como vai o seu curso
landing-claim = { $site } mostra às equipes dos cursos quem está inscrito, o que faz e como está se saindo: números confiáveis, para abrir e baixar.
landing-enrollment-ask = Quem são meus estudantes?
landing-enrollment-gain = Inscrição por modalidade e dia, de onde as pessoas vêm e o que contaram sobre si.
landing-engagement-ask = Eles estão comigo?
landing-engagement-gain = Quantas pessoas visitam, assistem, tentam e discutem, semana a semana.
landing-performance-ask = Onde eles têm dificuldade?
landing-performance-gain = Veja o que é difícil antes de começar a próxima edição.
sign-in-title = Entrar
sign-in-user = Nome de usuário
sign-in-password = Senha
sign-in-button = Entrar
sign-in-failed = O nome de usuário ou a senha está errado, ou a conta está desativada.
sign-in-limited = Tentativas demais. Aguarde { $count ->
    [one] um minuto
   *[other] { $minutes } minutos
 } e tente de novo.
sign-in-busy = Pessoas demais estão entrando neste momento. Tente de novo em alguns segundos.
sign-in-needed = Entre para ver essa página.
signed-out = Você saiu.
sign-in-help = As contas são criadas pelo operador deste site.

# Entrada pelo LMS.
sign-in-lms-button = Entrar com sua conta do Open edX
sign-in-or = ou com uma conta deste site
sign-in-lms-state = Este login começou há tempo demais, já foi concluído ou começou em outro navegador. Comece de novo.
sign-in-lms-denied = Você não deixou o Open edX dizer quem você é; por isso não entrou.
sign-in-lms-down = O Open edX não responde, então ninguém pode entrar por ele no momento. Tente de novo em alguns minutos.
sign-in-lms-refused = O Open edX se recusa a autenticar pessoas para este site. O operador pode corrigir isso.
sign-in-lms-scope = O Open edX diz muito pouco sobre você: são necessários seu perfil e seu número de usuário.
sign-in-lms-token = Não se pode confiar no que o Open edX diz sobre você. O operador deste site pode corrigir isso.
sign-in-lms-clock = Os relógios do Open edX e deste site divergem, então não é possível entrar. O operador deste site pode corrigir isso.
sign-in-lms-disabled = Sua conta está desativada neste site.
sign-in-lms-name = Seu nome de usuário pertence a outra conta deste site. O operador pode ajudar.
sign-in-lms-rights = O Open edX não informa quais cursos você pode ver. Tente de novo em alguns minutos.
embed-whole-page = Abrir o relatório completo
