# Landing page and sign-in.
landing-title = See how your course is doing
landing-claim = { $site } shows course teams who is enrolled, what they do and how it goes for them: numbers you can trust, open and download.
landing-enrollment-ask = Who are my students?
landing-enrollment-gain = Enrollment by track and day, where people come from, and what they told about themselves.
landing-engagement-ask = Are they with me?
landing-engagement-gain = How many people visit, watch, try and discuss, week by week.
landing-performance-ask = Where do they struggle?
landing-performance-gain = See what is hard before the next run starts.
sign-in-title = Sign in
sign-in-user = User name
sign-in-password = Password
sign-in-button = Sign in
sign-in-failed = User name or password is wrong, or the account is switched off.
sign-in-limited = Too many attempts. Wait { $count ->
    [one] a minute
   *[other] { $minutes } minutes
 } and try again.
sign-in-busy = Too many people are signing in at this moment. Try again in a few seconds.
sign-in-needed = Sign in to see that page.
signed-out = You are signed out.
sign-in-help = Accounts are made by the operator of this site.

# Signing in at the LMS.
sign-in-lms-button = Sign in with your Open edX account
sign-in-or = or with an account of this site
sign-in-lms-state = This sign-in was begun too long ago, was finished already, or began in another browser. Begin again.
sign-in-lms-denied = You did not let Open edX tell who you are, so you are not signed in.
sign-in-lms-down = Open edX does not answer, so nobody can sign in there at the moment. Try again in a few minutes.
sign-in-lms-refused = Open edX refuses to sign people in for this site. Its operator can mend that.
sign-in-lms-scope = Open edX tells too little about you: your profile and your user number are needed.
sign-in-lms-token = What Open edX tells about you cannot be believed. The operator of this site can mend that.
sign-in-lms-clock = The clocks of Open edX and of this site differ, so you cannot be signed in. The operator of this site can mend that.
sign-in-lms-disabled = Your account is switched off on this site.
sign-in-lms-name = Your user name belongs to another account of this site. Its operator can help.
sign-in-lms-rights = Open edX does not tell which courses you may see. Try again in a few minutes.
embed-whole-page = Open the whole report
