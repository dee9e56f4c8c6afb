//! What values of settings say, as far as the settings alone tell: days, addresses, links, secrets.

use chrono::Utc;
use olivine_run::dates::day;

use super::finding::Finding;
use crate::rooms;
use crate::settings::{Site, is_web_address};
use crate::sign_in;

/// What is right and wrong with values that have a form of their own.
pub async fn advice_on_settings(site: &Site) -> Vec<Finding> {
    let mut findings = vec![days(site), bind(site).await];
    findings.extend(public_address(site));
    findings.extend(embedding(site));
    findings.extend(files(site));
    findings.extend(secrets(site));
    findings
}

/// The days of the results.
fn days(site: &Site) -> Finding {
    let run = &site.settings.run;
    let today = Utc::now().date_naive();
    let no_day = |key: &str, text: &str| {
        let advice = "write `YYYY-MM-DD`, `today`, `yesterday` or `N days ago`";
        Finding::wrong(format!("setting `{key}`: `{text}` is no day"), advice)
    };
    let Some(from) = day(&run.from, today) else {
        return no_day("run.from", &run.from);
    };
    let Some(to) = day(&run.to, today) else {
        return no_day("run.to", &run.to);
    };
    if from >= to {
        return Finding::wrong(
            format!("results from {from} until {to} hold no day"),
            "`run.from` is the first day, `run.to` the day after the last one",
        );
    }
    Finding::fine(format!("results from {from} until {to}, that day not included"))
}

/// Where the site is served.
async fn bind(site: &Site) -> Finding {
    let address = site.settings.web.bind.as_str();
    let advice = "write address and port, for example `127.0.0.1:8000`";
    let wrong = |reason: &str| Finding::wrong(format!("setting `web.bind`: `{address}`: {reason}"), advice);
    match tokio::net::lookup_host(address).await {
        Ok(mut found) => match found.next() {
            Some(_) => Finding::fine(format!("to be served at {address}")),
            None => wrong("no address of that name"),
        },
        Err(error) => wrong(&error.to_string()),
    }
}

/// Where people reach the site, if that is said.
fn public_address(site: &Site) -> Option<Finding> {
    let address = &site.settings.web.public_url;
    if address.is_empty() {
        return None;
    }
    Some(if is_web_address(address) {
        Finding::fine(format!("reached by people at {address}"))
    } else {
        Finding::wrong(
            format!("setting `web.public_url`: `{address}` is no http or https address"),
            "write it as people type it, for example `https://insights.example.org`",
        )
    })
}

/// Whether reports can be embedded, where somebody wants that.
fn embedding(site: &Site) -> Option<Finding> {
    let web = &site.settings.web;
    if web.embed_key.is_empty() {
        let advice = "name a key of at least 32 characters in `web.embed_key`: until then nothing can be embedded";
        return (!web.embed_origins.is_empty())
            .then(|| Finding::missing("a key for links to embedded reports", advice));
    }
    Some(match sign_in::embed_key(site) {
        Err(problem) => Finding::wrong(
            format!("setting `web.embed_key`: {}", problem.error),
            "let it name a secret of at least 32 characters",
        ),
        Ok(_) if web.embed_origins.is_empty() => Finding::missing(
            "pages that may embed reports",
            "name their origins in `web.embed_origins`: until then no page may",
        ),
        Ok(_) if web.public_url.is_empty() => Finding::missing(
            "the address of links to embedded reports",
            "set `web.public_url`: without it links lead nowhere from pages of other sites",
        ),
        Ok(_) => Finding::fine("reports can be embedded"),
    })
}

/// Where files for download go, if that is no place that the program knows.
fn files(site: &Site) -> Option<Finding> {
    let problem = rooms::files(site).err()?;
    Some(Finding::failed("files for download", &*problem.error))
}

/// Secrets that settings name.
fn secrets(site: &Site) -> Vec<Finding> {
    let named = site.settings.secrets().into_iter();
    let looked =
        named
            .filter(|(_, secret)| !secret.is_empty())
            .map(|(key, secret)| match secret.reveal(key, &site.dir) {
                Ok(_) => Finding::fine(format!("secret of {key}")),
                Err(error) => Finding::failed("secret", &error),
            });
    looked.collect()
}
