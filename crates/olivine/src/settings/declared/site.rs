//! The site as people and programs meet it: name, API, dashboard, signing in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::settings::secret::Secret;

/// The site as people know it.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Site {
    /// Name shown in the header of every page.
    #[schemars(extend("class" = "site"))]
    pub name: String,
    /// Mail address for help, shown on pages; empty: none.
    #[schemars(extend("class" = "site"))]
    pub support_email: String,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            name: "Olivine".into(),
            support_email: String::new(),
        }
    }
}

/// The data API.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Api {
    /// Requests a minute of one user of the data API; 0: as shipped.
    #[schemars(extend("class" = "site"))]
    pub requests_per_minute: u32,
    /// Origins whose pages may call the API from a browser.
    #[schemars(extend("class" = "site"))]
    pub cors_origins: Vec<String>,
    /// Answer an empty list of course summaries with `200 []` instead of 404.
    #[schemars(extend("class" = "site"))]
    pub empty_course_summaries: bool,
}

/// The dashboard.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Web {
    /// Address and port to listen on.
    #[schemars(extend("class" = "site"))]
    pub bind: String,
    /// Address at which people reach the site, for example `https://insights.example.org`. Cookies are marked secure when it is https.
    #[schemars(extend("class" = "site"))]
    pub public_url: String,
    /// Hours after which a sign-in ends in any case.
    #[schemars(extend("class" = "site", "minimum" = 1, "maximum" = 8_760))]
    pub session_hours: u32,
    /// Minutes without a visit after which a sign-in ends.
    #[schemars(extend("class" = "site", "minimum" = 1, "maximum" = 525_600))]
    pub idle_minutes: u32,
    /// Whether the reverse proxy in front sets `X-Forwarded-For`; without one, leave it off.
    #[schemars(extend("class" = "site"))]
    pub trust_forwarded: bool,
    /// Key that signs links to embedded reports, at least 32 characters. Empty: nothing can be embedded.
    #[schemars(extend("class" = "secret"))]
    pub embed_key: Secret,
    /// Origins whose pages may show embedded reports in a frame, for example `https://studio.example.org`.
    #[schemars(extend("class" = "site"))]
    pub embed_origins: Vec<String>,
    /// Minutes for which a link to an embedded report is good.
    #[schemars(extend("class" = "site", "minimum" = 1, "maximum" = 525_600))]
    pub embed_minutes: u32,
    /// Whether pages of courses leave out the staff and testers of a course unless somebody wants them counted, too. Numbers that are not
    /// at hand are then worked out at the first look of everybody. The data API, downloads and the list of courses count everybody.
    #[schemars(extend("class" = "site"))]
    pub leave_out_staff: bool,
    /// How many people of a course a track or cohort must have left for its numbers to be shown to accounts that may not see single
    /// learners; 0: any number. Numbers of few people tell about each of them. It holds on pages and in frames of other sites; choices of
    /// such accounts are then worked out when they are asked for. The data API does not look at it.
    #[schemars(extend("class" = "site"))]
    pub smallest_group: u32,
}

impl Default for Web {
    fn default() -> Self {
        Self {
            bind: "127.0.0.1:8000".into(),
            public_url: String::new(),
            session_hours: 12,
            idle_minutes: 240,
            trust_forwarded: false,
            embed_key: Secret::default(),
            embed_origins: Vec::new(),
            embed_minutes: 10,
            leave_out_staff: false,
            smallest_group: 0,
        }
    }
}

/// Signing in at the LMS. People who sign in there see the courses in which the LMS gives them a role.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SignIn {
    /// Client id of this site's application in the LMS (grant type authorization code; its redirect address is
    /// `<web.public_url>/complete/edx-oauth2/`). Empty: people sign in with accounts of this site only.
    #[schemars(extend("class" = "site"))]
    pub client_id: String,
    /// Client secret of that application.
    #[schemars(extend("class" = "secret"))]
    pub client_secret: Secret,
    /// Base URL at which this program reaches the LMS; empty: `lms.url`, where browsers reach it.
    #[schemars(extend("class" = "site"))]
    pub internal_url: String,
    /// Issuer of the LMS's tokens (its `JWT_ISSUER`); empty: `<lms.url>/oauth2`.
    #[schemars(extend("class" = "site"))]
    pub issuer: String,
    /// Audience of the LMS's tokens (its `JWT_AUDIENCE`).
    #[schemars(extend("class" = "site"))]
    pub audience: String,
    /// Public keys of the LMS as a JWK set (its `JWT_PUBLIC_SIGNING_JWK_SET`): a file, relative to the site folder, or an address.
    #[schemars(extend("class" = "site"))]
    pub keys: String,
    /// Secret of an LMS that signs its tokens with one (HS256) instead of a key.
    #[schemars(extend("class" = "secret"))]
    pub shared_secret: Secret,
    /// Seconds by which the clocks of the LMS and of this machine may differ, at most 300.
    #[schemars(extend("class" = "site"))]
    pub clock_skew_seconds: u32,
    /// Whether accounts of this site can sign in beside the LMS. Off: the sign-in page leads to the LMS at once.
    #[schemars(extend("class" = "site"))]
    pub local_accounts: bool,
    /// Where roles in courses are read: `api` (the courses API, with the service account of `lms.client_id`), or `database` (the
    /// imported table `student_courseaccessrole`; as fresh as the last import).
    #[schemars(extend("class" = "site"))]
    pub rights: String,
    /// Roles of the LMS whose courses people see. With `api`, `staff` includes instructors and staff of an organisation.
    #[schemars(extend("class" = "site"))]
    pub roles: Vec<String>,
    /// Whether people from the LMS may see reports about single learners; `olivine user set` makes exceptions.
    #[schemars(extend("class" = "site"))]
    pub see_people: bool,
    /// Minutes for which roles are taken as told. Rights withdrawn in the LMS are gone after at most twice that.
    #[schemars(extend("class" = "site", "minimum" = 1, "maximum" = 525_600))]
    pub rights_minutes: u32,
    /// Hours for which the roles told last count while the LMS does not answer.
    #[schemars(extend("class" = "site", "minimum" = 1, "maximum" = 8_760))]
    pub rights_keep_hours: u32,
    /// Where people go after signing out, for example `https://lms.example.org/logout`, to end their visit of the LMS, too. Empty: the
    /// LMS keeps them signed in.
    #[schemars(extend("class" = "site"))]
    pub logout_url: String,
}

impl Default for SignIn {
    fn default() -> Self {
        Self {
            client_id: String::new(),
            client_secret: Secret::default(),
            internal_url: String::new(),
            issuer: String::new(),
            audience: "openedx".into(),
            keys: String::new(),
            shared_secret: Secret::default(),
            clock_skew_seconds: 30,
            local_accounts: true,
            rights: "api".into(),
            roles: vec!["staff".into()],
            see_people: false,
            rights_minutes: 15,
            rights_keep_hours: 24,
            logout_url: String::new(),
        }
    }
}
