//! The tutorial of the book, carried out: its files are written, its commands run, and the page shows the numbers of the events.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::running::{Served, done};

/// A block of the page: the words behind its fence, and what stands in it.
struct Block {
    words: Vec<String>,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(words), None) => {
                open = Some(Block {
                    words: words.split_whitespace().map(str::to_owned).collect(),
                    text: String::new(),
                });
            }
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block does not end");
    blocks
}

/// A folder in which `olivine` is the program of this test.
fn programs(dir: &Path) -> PathBuf {
    let folder = dir.join("bin");
    fs::create_dir(&folder).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_olivine"), folder.join("olivine")).unwrap();
    folder
}

fn carry_out(dir: &Path) -> (usize, usize) {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/tutorial.md");
    let path = format!("{}:{}", programs(dir).display(), std::env::var("PATH").unwrap());
    let (mut files, mut commands) = (0, 0);
    for block in blocks(&fs::read_to_string(page).unwrap()) {
        let words: Vec<&str> = block.words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["sh"] => {
                for line in block.text.lines() {
                    let output = Command::new("sh")
                        .args(["-c", line])
                        .current_dir(dir)
                        .env("PATH", &path)
                        .env_remove("OLIVINE_LOG")
                        .output()
                        .unwrap();
                    let said = String::from_utf8_lossy(&output.stderr);
                    assert!(output.status.success(), "{line}\n{said}");
                    commands += 1;
                }
            }
            [_, file] => {
                fs::write(dir.join(file), &block.text).unwrap();
                files += 1;
            }
            ["console"] => {}
            other => panic!("a block of {other:?} is neither run nor written"),
        }
    }
    (files, commands)
}

/// The cookies that a response sets, beside those known.
fn cookies(response: &reqwest::Response, known: &str) -> String {
    let set = response.headers().get_all("set-cookie").iter();
    let set = set.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned());
    let mut all: Vec<String> = set.collect();
    let kept = known.split("; ").filter(|cookie| !cookie.is_empty());
    for cookie in kept {
        let name = cookie.split('=').next().unwrap();
        if !all.iter().any(|new| new.split('=').next() == Some(name)) {
            all.push(cookie.to_owned());
        }
    }
    all.join("; ")
}

/// Signs in by the form; gives the cookies.
async fn sign_in(client: &reqwest::Client, base: &str) -> String {
    let form = client.get(format!("{base}/login/")).send().await.unwrap();
    let known = cookies(&form, "");
    let csrf = known
        .split("; ")
        .find_map(|cookie| cookie.strip_prefix("olivine_csrf="))
        .unwrap();
    let body = format!("csrf={csrf}&user=anna&password=tutorial-olives");
    let answer = client
        .post(format!("{base}/login/"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", &known)
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 303);
    cookies(&answer, &known)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tutorial_ends_with_the_numbers_of_the_events_on_a_page() {
    let dir = tempfile::tempdir().unwrap();
    let (files, commands) = carry_out(dir.path());
    assert!(files >= 7 && commands >= 12, "{files} files, {commands} commands");

    // The same question, asked of the events themselves.
    let site = dir.path().join("site");
    let sql = "select course_id_or_url as course, video_id, count(*) as pauses, count(distinct user_id) as people from events \
               where event_type = 'pause_video' and date < current_date and course_id_or_url is not null and user_id is not null \
               and video_id is not null group by 1, 2 order by 1, 3 desc, 2";
    let truth = done(&site, &["query", "--on", "lake", "--format", "json", sql]);
    let truth: Vec<Value> = serde_json::from_str(&truth).unwrap();
    assert!(truth.len() > 3, "{truth:?}");
    let course = truth[0]["course"].as_str().unwrap();
    let expected: Vec<&Value> = truth.iter().filter(|row| row["course"] == course).collect();

    let served = Served::start(&site);
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let cookies = sign_in(&client, &served.url).await;
    let page = client
        .get(format!("{}/courses/{course}/engagement/pauses/", served.url))
        .header("cookie", &cookies);
    let page = page.send().await.unwrap();
    assert_eq!(page.status(), 200);
    let page = page.text().await.unwrap();
    assert!(
        page.contains("Which videos make people pause?") && page.contains("Pauses by Video"),
        "{page}"
    );
    let spanish = client
        .get(format!("{}/courses/{course}/engagement/pauses/", served.url))
        .header("accept-language", "es")
        .header("cookie", &cookies);
    let spanish = spanish.send().await.unwrap().text().await.unwrap();
    assert!(
        ["Pausas por vídeo", "<p>Una <strong>pausa</strong> es", "Personas"]
            .iter()
            .all(|text| spanish.contains(text)),
        "{spanish}"
    );
    for row in expected.iter().take(10) {
        let cells = format!(
            "<bdi>{}</bdi></th><td class=\"number\"><bdi>{}</bdi></td><td class=\"number\"><bdi>{}</bdi></td>",
            row["video_id"].as_str().unwrap(),
            row["pauses"],
            row["people"]
        );
        let plain: String = page
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace("> <", "><");
        assert!(plain.contains(&cells), "{cells} is not on {plain}");
    }
    let csv = client
        .get(format!("{}/courses/{course}/csv/engagement/pauses/", served.url))
        .header("cookie", &cookies);
    let csv = csv.send().await.unwrap().text().await.unwrap();
    assert_eq!(csv.lines().count(), expected.len() + 1, "{csv}");
}
