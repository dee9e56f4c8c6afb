//! What can fail when people sign in at the LMS, declared once.

olivine_failure::failures! {
    LMS_DOWN = "IDENTITY-001" Transient "the LMS does not answer, so nobody can sign in there",
        "Check that this machine reaches the LMS at `sign_in.internal_url` (or `lms.url`); people who are signed in go \
         on working.",
        "Signing in needs two answers of the LMS: its sign-in page, and the token behind it. People who are signed in \
         keep the rights that the LMS told last, for `sign_in.rights_keep_hours` hours.";
    REFUSED = "IDENTITY-002" Configuration "the LMS refuses to sign people in for this site",
        "Compare `sign_in.client_id`, its secret and the redirect address with the application in the LMS (Django \
         admin, OAuth2 applications).",
        "The application in the LMS must be confidential, of grant type authorization code, and have the redirect \
         address `<web.public_url>/complete/edx-oauth2/`. Its scopes must include `user_id` and `profile`.";
    TOKEN = "IDENTITY-003" Configuration "a token of the LMS cannot be believed",
        "Run `olivine doctor`: it says whether issuer, audience and keys of the settings fit those of the LMS.",
        "A token counts only if it is signed by a key of `sign_in.keys` (or by `sign_in.shared_secret`), comes from \
         `sign_in.issuer`, and is meant for `sign_in.audience`. After the LMS changed its keys, the settings need the \
         new ones.";
    CLOCK = "IDENTITY-004" Environment "the clocks of the LMS and of this machine differ",
        "Let both machines take their time from a time server (NTP); small differences are borne by \
         `sign_in.clock_skew_seconds`.",
        "A token that was made a moment ago seems to have ended, or to come from the future. That happens when clocks \
         differ, and to nobody else: a token is used once, right after it was made.";
    KEYS = "IDENTITY-005" Configuration "the keys of the LMS cannot be read",
        "Set `sign_in.keys` to a file or an address with the public JWK set of the LMS (its setting \
         `JWT_PUBLIC_SIGNING_JWK_SET`).",
        "The LMS signs its tokens with a private RSA key; the public half, as a JWK set, is needed to check them.";
    PERSON = "IDENTITY-006" Configuration "somebody may not sign in",
        "See the account with `olivine user list`: it is switched off, has a password of its own, or belongs to \
         another person of the LMS.",
        "An account with a password of its own is not reached through the LMS: otherwise anybody who takes its name \
         there would have its rights here. Accounts made without a password are meant for people who sign in at the \
         LMS.";
    RIGHTS = "IDENTITY-007" Transient "the LMS does not tell which courses somebody may see",
        "Check `lms.client_id` and its secret, and that its user in the LMS is staff; `olivine doctor` tries it.",
        "Courses are asked for with the service account of the LMS, in the background. As long as that fails the \
         rights told last count, for `sign_in.rights_keep_hours` hours.";
    EMBED = "IDENTITY-008" Data "a link to an embedded report is not valid",
        "Have the page that embeds the report ask for a new link; links are good for minutes.",
        "Links to embedded sections are signed with `web.embed_key` and end after a few minutes, or at once when the \
         key changes.";
}
