//! What `olivine doctor` says about signing in at the LMS.

use std::net::IpAddr;

use url::{Host, Url};

use super::finding::{Finding, Findings};
use crate::settings::Site;
use crate::sign_in;

/// Whether people can sign in at the LMS, and whether their courses are told.
pub async fn look_at_sign_in(site: &Site, findings: &mut Findings) {
    let settings = &site.settings;
    if !settings.signs_in_with_lms() {
        return;
    }
    if !is_safe(&settings.web.public_url) {
        findings.push(Finding::wrong(
            format!("{} is reached without TLS", settings.web.public_url),
            "serve the site by https and set `web.public_url`: sign-ins can be read on the way",
        ));
    }
    match sign_in::provider(site) {
        Ok(provider) => {
            match provider.verifier().keys().read().await {
                Ok(0) => findings.push(Finding::fine("tokens of the LMS are checked with its shared secret")),
                Ok(keys) => findings.push(Finding::fine(format!("keys of the LMS: {keys}"))),
                Err(error) => findings.push(Finding::failed("keys of the LMS", &error)),
            }
            findings.push(match provider.is_there().await {
                Ok(()) => Finding::fine(format!("the LMS at {} answers", settings.internal_lms_url())),
                Err(error) => Finding::failed("signing in at the LMS", &error),
            });
        }
        Err(problem) => findings.push(Finding::failed("signing in at the LMS", &*problem.error)),
    }
    match sign_in::rights_source(site) {
        // It need not know anybody of that name: whether the question is answered is what counts.
        Ok(source) => findings.push(match source.roles("olivine-doctor").await {
            Ok(_) => Finding::fine("the LMS tells which courses people may see"),
            Err(error) => Finding::wrong(
                format!("courses of people: {error}"),
                "check `lms.client_id` and its secret: its user must be staff of the LMS",
            ),
        }),
        Err(problem) => findings.push(Finding::failed("courses of people", &*problem.error)),
    }
}

/// Whether nobody on the way can listen: TLS, or this very machine.
fn is_safe(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let local = match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    };
    url.scheme() == "https" || local
}
