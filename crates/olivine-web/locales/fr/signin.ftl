# Page d’accueil et connexion.
landing-title = Voyez comment se porte votre cours
landing-claim = { $site } montre aux équipes pédagogiques qui est inscrit, ce que chacun fait et comment cela se passe : des chiffres fiables, à ouvrir et à télécharger.
landing-enrollment-ask = Qui sont mes étudiants ?
landing-enrollment-gain = Les inscriptions par parcours et par jour, d’où l’on vient, et ce que chacun a dit de soi.
landing-engagement-ask = Me suivent-ils ?
landing-engagement-gain = Combien de personnes visitent, regardent, essaient et discutent, semaine après semaine.
landing-performance-ask = Où peinent-ils ?
landing-performance-gain = Voyez ce qui est difficile avant le début de la prochaine session.
sign-in-title = Se connecter
sign-in-user = Nom d’utilisateur
sign-in-password = Mot de passe
sign-in-button = Se connecter
sign-in-failed = Le nom d’utilisateur ou le mot de passe est incorrect, ou le compte est désactivé.
sign-in-limited = Trop de tentatives. Attendez { $count ->
    [one] une minute
   *[other] { $minutes } minutes
 } et réessayez.
sign-in-busy = Trop de personnes se connectent en ce moment. Réessayez dans quelques secondes.
sign-in-needed = Connectez-vous pour voir cette page.
signed-out = Vous êtes déconnecté.
sign-in-help = Les comptes sont créés par l’exploitant de ce site.

# Connexion auprès du LMS.
sign-in-lms-button = Se connecter avec votre compte Open edX
sign-in-or = ou avec un compte de ce site
sign-in-lms-state = Cette connexion a commencé il y a trop longtemps, est déjà terminée ou a commencé dans un autre navigateur. Recommencez.
sign-in-lms-denied = Vous n’avez pas laissé Open edX dire qui vous êtes : vous n’êtes donc pas connecté.
sign-in-lms-down = Open edX ne répond pas : personne ne peut se connecter par lui pour l’instant. Réessayez dans quelques minutes.
sign-in-lms-refused = Open edX refuse les connexions pour ce site. Son exploitant peut y remédier.
sign-in-lms-scope = Open edX en dit trop peu sur vous : votre profil et votre numéro d’utilisateur sont nécessaires.
sign-in-lms-token = Ce qu’Open edX dit de vous n’est pas digne de foi. L’exploitant de ce site peut y remédier.
sign-in-lms-clock = Les horloges d’Open edX et de ce site diffèrent : la connexion est impossible. L’exploitant de ce site peut y remédier.
sign-in-lms-disabled = Votre compte est désactivé sur ce site.
sign-in-lms-name = Votre nom d’utilisateur appartient à un autre compte de ce site. Son exploitant peut vous aider.
sign-in-lms-rights = Open edX ne dit pas quels cours vous pouvez voir. Réessayez dans quelques minutes.
embed-whole-page = Ouvrir le rapport entier
