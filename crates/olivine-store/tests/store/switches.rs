//! Switches of reports are part of the state of the site.

use crate::place::Place;

pub async fn reports_are_switched_and_left_to_the_settings_again(place: &Place) {
    let store = place.open().await;
    let site = store.site();
    let before = site.reports_version().await.unwrap();
    assert!(site.report_switches().await.unwrap().is_empty());
    site.switch_report("engagement.videos", Some((false, "switched off by anna")))
        .await
        .unwrap();
    site.switch_report("learners.roster", Some((true, "switched on by anna")))
        .await
        .unwrap();
    let switches = site.report_switches().await.unwrap();
    let all: Vec<_> = switches
        .iter()
        .map(|switch| (switch.report.as_str(), switch.on, switch.reason.as_str()))
        .collect();
    assert_eq!(
        all,
        [
            ("engagement.videos", false, "switched off by anna"),
            ("learners.roster", true, "switched on by anna")
        ]
    );
    let switched = site.reports_version().await.unwrap();
    assert_ne!(switched, before);
    site.switch_report("engagement.videos", None).await.unwrap();
    site.switch_report("learners.roster", None).await.unwrap();
    assert!(site.report_switches().await.unwrap().is_empty());
    assert_eq!(site.reports_version().await.unwrap(), before);
    site.note_installed("engagement.mine").await.unwrap();
    assert_ne!(site.reports_version().await.unwrap(), before);
    assert!(site.report_switches().await.unwrap().is_empty());
}

pub async fn tables_have_a_size(place: &Place) {
    let store = place.open().await;
    let bytes = store.table_bytes().await.unwrap();
    assert!(
        bytes.get("olivine_published").is_some_and(|bytes| *bytes > 0),
        "{bytes:?}"
    );
}
