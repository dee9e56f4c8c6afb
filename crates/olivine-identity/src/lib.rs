//! Who somebody is, as the LMS says, and what they may see here.
//!
//! Signing in is OAuth2's authorization code grant with PKCE against the LMS ([`Provider`]). The LMS answers with a
//! signed token, which is believed only if its signature, issuer, audience and times hold ([`Verifier`]); it speaks no
//! OpenID Connect, so there is no identity token and no nonce: state, PKCE and the code's single use stand in for it.
//! [`People`] keeps what the LMS says about rights: asked for in the background, served while it is asked again, and
//! gone after a set time.
#![forbid(unsafe_code)]

mod embed;
mod error;
mod failures;
mod keys;
mod people;
mod provider;
mod token;

pub use embed::{EmbedKey, Embedded};
pub use error::IdentityError;
pub use failures::FAILURES;
pub use keys::Keys;
pub use people::{People, PeopleOptions, RightsProblem, RightsSource};
pub use provider::{Attempt, Provider, ProviderOptions};
pub use token::{Claims, Verifier};
