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
sign-in-needed = Sign in to see that page.
signed-out = You are signed out.
sign-in-help = Accounts are made by the operator of this site.
