# Portada e inicio de sesión.
landing-title = Vea cómo va su curso
landing-claim = { $site } muestra a los equipos docentes quién está inscrito, qué hace y cómo le va: cifras de confianza, para abrir y descargar.
landing-enrollment-ask = ¿Quiénes son mis estudiantes?
landing-enrollment-gain = La inscripción por modalidad y día, de dónde vienen las personas y qué contaron de sí mismas.
landing-engagement-ask = ¿Me siguen?
landing-engagement-gain = Cuántas personas visitan, ven, intentan y debaten, semana a semana.
landing-performance-ask = ¿Dónde tienen dificultades?
landing-performance-gain = Vea qué resulta difícil antes de que empiece la próxima edición.
sign-in-title = Iniciar sesión
sign-in-user = Nombre de usuario
sign-in-password = Contraseña
sign-in-button = Iniciar sesión
sign-in-failed = El nombre de usuario o la contraseña no son correctos, o la cuenta está desactivada.
sign-in-limited = Demasiados intentos. Espere { $count ->
    [one] un minuto
   *[other] { $minutes } minutos
 } y vuelva a intentarlo.
sign-in-busy = Demasiadas personas están iniciando sesión en este momento. Vuelva a intentarlo en unos segundos.
sign-in-needed = Inicie sesión para ver esa página.
signed-out = Ha cerrado la sesión.
sign-in-help = Las cuentas las crea el operador de este sitio.

# Inicio de sesión en el LMS.
sign-in-lms-button = Iniciar sesión con su cuenta de Open edX
sign-in-or = o con una cuenta de este sitio
sign-in-lms-state = Este inicio de sesión empezó hace demasiado tiempo, ya se completó o empezó en otro navegador. Empiece de nuevo.
sign-in-lms-denied = No permitió que Open edX indicara quién es, así que no ha iniciado sesión.
sign-in-lms-down = Open edX no responde, así que nadie puede iniciar sesión por ahora. Vuelva a intentarlo en unos minutos.
sign-in-lms-refused = Open edX rechaza los inicios de sesión para este sitio. El operador puede arreglarlo.
sign-in-lms-scope = Open edX dice demasiado poco de usted: hacen falta su perfil y su número de usuario.
sign-in-lms-token = No se puede confiar en lo que Open edX dice de usted. El operador de este sitio puede arreglarlo.
sign-in-lms-clock = Los relojes de Open edX y de este sitio difieren, así que no se puede iniciar la sesión. El operador de este sitio puede arreglarlo.
sign-in-lms-disabled = Su cuenta está desactivada en este sitio.
sign-in-lms-name = Su nombre de usuario pertenece a otra cuenta de este sitio. El operador puede ayudarle.
sign-in-lms-rights = Open edX no indica qué cursos puede ver. Vuelva a intentarlo en unos minutos.
embed-whole-page = Abrir el informe completo
