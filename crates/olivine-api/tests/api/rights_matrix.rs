//! Every route against every kind of token: what is outside of a token's scope cannot be told from what is not there.

use std::collections::BTreeSet;

use olivine_report::manifest::{API_VERSIONS, Audience};
use olivine_store::site::tokens::NewToken;

use crate::addresses::fill;
use crate::site::{CUSTOMER, NEW, OLD, Site, unlimited};

/// What only rows about single learners hold.
const PERSONAL: [&str; 3] = ["ann@ex.test", "bob@ex.test", "dan_100%"];

/// Every address there is, each about the old course, about the new one, and about none, with who may read it.
fn addresses(site: &Site) -> Vec<(String, Audience)> {
    let encoded = |course: &str| course.replace('+', "%2B");
    let mut addresses = Vec::new();
    for query in site.state.queries().iter() {
        let generic = format!("/api/reports/{}/{}/", query.report, query.name);
        let further = "problem_id=i4x://OldX/OS1/problem/p1&module_id=i4x://OldX/OS1/problem/p1&username=ann&report_name=problem_response\
                       &pipeline_video_id=OldX/OS1/Run_A%7Ci4x-OldX-OS1-video-v1";
        let customer = format!("enterprise_uuid={CUSTOMER}");
        for parameters in [
            String::new(),
            further.to_owned(),
            customer.clone(),
            format!("{further}&course_id={OLD}"),
            format!("{further}&course_id={}", encoded(NEW)),
            // A course of one's own beside a question about something else.
            format!("{customer}&course_id={}", encoded(NEW)),
            format!("course_ids={OLD},{}&page_size=2", encoded(NEW)),
        ] {
            addresses.push((format!("{generic}?{parameters}"), query.audience));
        }
        let Some(path) = &query.declared.path else { continue };
        let versions = API_VERSIONS
            .iter()
            .filter(|version| query.declared.api.iter().any(|name| name == version.name));
        for version in versions {
            for course in [OLD, NEW] {
                let mut path = path.replace("{course_id}", course);
                // Answers are about a problem, whatever that part is called.
                if path.ends_with("/answer_distribution/") {
                    path = path.replace("{module_id}", "{problem_id}");
                }
                let path = fill(&path, true);
                for parameters in [
                    String::new(),
                    format!("course_id={}", encoded(course)),
                    format!("course_ids={OLD}"),
                ] {
                    addresses.push((format!("{}{path}?{parameters}", version.base), query.audience));
                    if parameters.is_empty() {
                        let stem = path.trim_end_matches('/');
                        addresses.push((format!("{}{stem}.csv", version.base), query.audience));
                    }
                }
            }
        }
    }
    addresses
}

/// An answer without what differs from site to site: addresses and load times.
async fn answer(site: &Site, token: &str, address: &str) -> (u16, String) {
    let reply = site.get_as(token, address).await;
    let iso = site.created.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let text = String::from_utf8_lossy(&reply.bytes)
        .replace(&site.base, "")
        .replace(&site.created_text(), "{c}")
        .replace(&iso, "{c}");
    (reply.status, text)
}

/// For a token of one course, the whole site is a site that has this course only; or the question is refused.
#[tokio::test(flavor = "multi_thread")]
async fn other_courses_do_not_show_in_any_answer() {
    let site = Site::whole(unlimited()).await;
    let small = Site::of_course(NEW, unlimited()).await;
    let (team, twin) = (
        site.user("team", &[NEW], true).await,
        small.user("team", &[NEW], true).await,
    );
    let (mut same, mut refused) = (0, 0);
    for (address, _) in addresses(&site) {
        let here = answer(&site, &team, &address).await;
        if here.0 == 403 {
            refused += 1;
            continue;
        }
        let there = answer(&small, &twin, &address).await;
        assert_eq!(here, there, "{address}");
        same += 1;
    }
    println!("rights: {same} answers are those of a site with one course, {refused} refused");
    assert!(same > 400 && refused > 100, "{same} {refused}");
}

/// A token without the right to see people gets nothing from reports about people, and nobody's name from the others.
#[tokio::test(flavor = "multi_thread")]
async fn people_do_not_show_to_tokens_for_counts() {
    let site = Site::whole(unlimited()).await;
    let counts = site.user("counts", &[OLD, NEW], false).await;
    // A user who may see people, with a token that may not.
    site.user("both", &[OLD, NEW], true).await;
    let only_counts = NewToken {
        aggregates_only: true,
        ..NewToken::default()
    };
    let (_, aggregates) = site.store.site().create_token("both", only_counts).await.unwrap();
    for (address, audience) in addresses(&site) {
        for token in [&counts, &aggregates] {
            let (status, text) = answer(&site, token, &address).await;
            if audience == Audience::People {
                assert!(matches!(status, 400 | 403), "{status} {address}");
            }
            let shown: Vec<&str> = PERSONAL.into_iter().filter(|name| text.contains(name)).collect();
            assert!(shown.is_empty(), "{shown:?} at {address}");
        }
    }
}

/// A token's scope is within that of its user: what either may not see is not seen.
#[tokio::test(flavor = "multi_thread")]
async fn a_token_reaches_no_further_than_its_user() {
    let site = Site::whole(unlimited()).await;
    site.user("team", &[NEW], true).await;
    let both = NewToken {
        courses: Some([OLD.to_owned(), NEW.to_owned()].into()),
        ..NewToken::default()
    };
    let (_, wide) = site.store.site().create_token("team", both).await.unwrap();
    let narrow = NewToken {
        courses: Some([NEW.to_owned()].into()),
        ..NewToken::default()
    };
    let (_, narrow) = site.store.site().create_token("everyone", narrow).await.unwrap();
    for token in [&wide, &narrow] {
        let list = site.get_as(token, "/api/v0/course_summaries/").await.json();
        let courses: BTreeSet<&str> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["course_id"].as_str().unwrap())
            .collect();
        assert_eq!(courses, [NEW].into());
        let old = site.get_as(token, &format!("/api/v0/courses/{OLD}/enrollment/")).await;
        assert_eq!(old.status, 403);
    }
    site.store.site().set_people("everyone", false).await.unwrap();
    let learners = site.get(&format!("/api/v0/learners/?course_id={OLD}")).await;
    assert_eq!(learners.status, 403, "a right taken away ends at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_wants_a_token() {
    let site = Site::whole(unlimited()).await;
    for (address, _) in addresses(&site) {
        let reply = site.send(reqwest::Method::GET, &address, &[], "").await;
        assert!(matches!(reply.status, 401), "{} {address}", reply.status);
    }
}
