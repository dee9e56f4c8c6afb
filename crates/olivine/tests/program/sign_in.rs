//! Signing in at an LMS, through a browser: `web/tests/sign_in.mjs` against the program and the LMS of `web/tests/lms.mjs`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use olivine_test_tools::quiet_port;

use crate::browser;
use crate::running::{Served, demo, on};

/// The LMS; stopped when dropped.
struct Lms {
    child: Child,
    url: String,
}

impl Lms {
    fn start(web: &Path) -> Self {
        let mut child = Command::new("node")
            .arg("tests/lms.mjs")
            .current_dir(web)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut url)
            .unwrap();
        assert!(url.starts_with("http://"), "{url}");
        Self {
            child,
            url: url.trim_end().to_owned(),
        }
    }
}

impl Drop for Lms {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn signing_in_at_the_lms() {
    let Some(web) = browser::web() else { return };
    let dir = tempfile::tempdir().unwrap();
    let site = demo(dir.path(), 6, 60, 20);
    let lms = Lms::start(&web);
    // The address must be known before the program starts: the LMS sends people back to it.
    let address = format!("127.0.0.1:{}", quiet_port().unwrap());
    let secrets = [
        ("sso.secret", "a secret between the two"),
        ("backend.secret", "another secret"),
        ("embed.secret", "a key of forty characters, for the tests"),
    ];
    for (file, secret) in secrets {
        fs::write(site.join(file), secret).unwrap();
    }
    let url = &lms.url;
    let text = fs::read_to_string(site.join("olivine.toml")).unwrap();
    let mut settings: toml::Table = toml::from_str(&text).unwrap();
    let mut set = |section: &str, key: &str, value: toml::Value| {
        let section = settings
            .entry(section)
            .or_insert(toml::Value::Table(toml::Table::new()));
        section.as_table_mut().unwrap().insert(key.to_owned(), value);
    };
    set("web", "public_url", format!("http://{address}").into());
    set("web", "embed_key", "file:embed.secret".into());
    set("web", "embed_origins", vec![url.as_str()].into());
    set("lms", "url", url.as_str().into());
    set("lms", "client_id", "insights-backend".into());
    set("lms", "client_secret", "file:backend.secret".into());
    set("sign_in", "client_id", "insights-sso".into());
    set("sign_in", "client_secret", "file:sso.secret".into());
    set("sign_in", "keys", format!("{url}/jwks.json").into());
    set("sign_in", "logout_url", format!("{url}/logout").into());
    fs::write(site.join("olivine.toml"), settings.to_string()).unwrap();

    let looked = String::from_utf8(on(&site, &["doctor"]).stdout).unwrap();
    for line in [
        "keys of the LMS: 1",
        "answers",
        "the LMS tells which courses people may see",
    ] {
        assert!(looked.contains(line), "{looked}");
    }

    let served = Served::start_at(&site, &address);
    let state = site.join("data/site.db");
    let places = [
        ("OLIVINE_URL", served.url.as_str()),
        ("OLIVINE_STATE", state.to_str().unwrap()),
        ("LMS_URL", url.as_str()),
    ];
    browser::walk(&web, "tests/sign_in.mjs", &places);

    // Keys that are not there, and an LMS that is gone, are found.
    drop(served);
    drop(lms);
    let looked = String::from_utf8(on(&site, &["doctor"]).stdout).unwrap();
    assert!(
        looked.contains("IDENTITY-005") && looked.contains("IDENTITY-001"),
        "{looked}"
    );
}
