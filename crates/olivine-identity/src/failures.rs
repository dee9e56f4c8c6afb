//! What can fail when people sign in at the LMS, declared once.

use olivine_failure::{Class, Failure};

/// The LMS does not answer.
pub static LMS_DOWN: Failure = Failure {
    code: "IDENTITY-001",
    class: Class::Transient,
    title: "the LMS does not answer, so nobody can sign in there",
    hint: "Check that this machine reaches the LMS at `sign_in.internal_url` (or `lms.url`); people who are signed in go on working.",
    page: "Signing in needs two answers of the LMS: its sign-in page, and the token behind it. People who are signed in keep the \
           rights that the LMS told last, for `sign_in.rights_keep_hours` hours.",
};

/// The LMS refuses this program.
pub static REFUSED: Failure = Failure {
    code: "IDENTITY-002",
    class: Class::Configuration,
    title: "the LMS refuses to sign people in for this site",
    hint: "Compare `sign_in.client_id`, its secret and the redirect address with the application in the LMS (Django admin, OAuth2 \
           applications).",
    page: "The application in the LMS must be confidential, of grant type authorization code, and have the redirect address \
           `<web.public_url>/complete/edx-oauth2/`. Its scopes must include `user_id` and `profile`.",
};

/// A token that cannot be believed.
pub static TOKEN: Failure = Failure {
    code: "IDENTITY-003",
    class: Class::Configuration,
    title: "a token of the LMS cannot be believed",
    hint: "Run `olivine doctor`: it says whether issuer, audience and keys of the settings fit those of the LMS.",
    page: "A token counts only if it is signed by a key of `sign_in.keys` (or by `sign_in.shared_secret`), comes from \
           `sign_in.issuer`, and is meant for `sign_in.audience`. After the LMS changed its keys, the settings need the new ones.",
};

/// Clocks differ.
pub static CLOCK: Failure = Failure {
    code: "IDENTITY-004",
    class: Class::Environment,
    title: "the clocks of the LMS and of this machine differ",
    hint: "Let both machines take their time from a time server (NTP); small differences are borne by `sign_in.clock_skew_seconds`.",
    page: "A token that was made a moment ago seems to have ended, or to come from the future. That happens when clocks differ, and \
           to nobody else: a token is used once, right after it was made.",
};

/// The key set of the LMS cannot be used.
pub static KEYS: Failure = Failure {
    code: "IDENTITY-005",
    class: Class::Configuration,
    title: "the keys of the LMS cannot be read",
    hint: "Set `sign_in.keys` to a file or an address with the public JWK set of the LMS (its setting `JWT_PUBLIC_SIGNING_JWK_SET`).",
    page: "The LMS signs its tokens with a private RSA key; the public half, as a JWK set, is needed to check them.",
};

/// Somebody who may not sign in.
pub static PERSON: Failure = Failure {
    code: "IDENTITY-006",
    class: Class::Configuration,
    title: "somebody may not sign in",
    hint: "See the account with `olivine user list`: it is switched off, has a password of its own, or belongs to another person of \
           the LMS.",
    page: "An account with a password of its own is not reached through the LMS: otherwise anybody who takes its name there would \
           have its rights here. Accounts made without a password are meant for people who sign in at the LMS.",
};

/// Rights cannot be read.
pub static RIGHTS: Failure = Failure {
    code: "IDENTITY-007",
    class: Class::Transient,
    title: "the LMS does not tell which courses somebody may see",
    hint: "Check `lms.client_id` and its secret, and that its user in the LMS is staff; `olivine doctor` tries it.",
    page: "Courses are asked for with the service account of the LMS, in the background. As long as that fails the rights told last \
           count, for `sign_in.rights_keep_hours` hours.",
};

/// A link to an embedded section that does not count.
pub static EMBED: Failure = Failure {
    code: "IDENTITY-008",
    class: Class::Data,
    title: "a link to an embedded report is not valid",
    hint: "Have the page that embeds the report ask for a new link; links are good for minutes.",
    page: "Links to embedded sections are signed with `web.embed_key` and end after a few minutes, or at once when the key changes.",
};

/// All failures of this room, for the book.
pub const FAILURES: &[&Failure] = &[&LMS_DOWN, &REFUSED, &TOKEN, &CLOCK, &KEYS, &PERSON, &RIGHTS, &EMBED];
