//! Everything in the folder of cases. Without one there is nothing to compare with, and the test says so.

use olivine_conformance::cases::Case;
use olivine_conformance::score::{Score, Verdict};
use olivine_conformance::{FOLDER_VARIABLE, cases_folder, coverage, steps, vectors};

#[tokio::test(flavor = "multi_thread")]
async fn the_cases_of_the_old_pipeline() {
    let Some(folder) = cases_folder() else {
        println!("conformance: skipped, there is no folder of cases (set {FOLDER_VARIABLE} to one)");
        return;
    };
    let mut score = Score::default();
    for vector in vectors::read_all(&folder.join("unit")).unwrap() {
        let verdict = steps::run(&vector).await;
        score.add(vector.id, verdict);
    }
    for case in Case::read_all(&folder).unwrap() {
        for (table, verdict) in case.run().await {
            score.add(format!("{}/{table}", case.id()), verdict);
        }
    }
    for (family, score) in score.by_family() {
        println!("  {family}: {score}");
    }
    println!("conformance: {score}");
    let failures: Vec<String> = score.failures().map(|(name, how)| format!("{name}: {how}")).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let forgotten: Vec<&str> = score.not_covered().filter(|name| !coverage::is_to_come(name)).collect();
    assert!(forgotten.is_empty(), "not covered: {}", forgotten.join(", "));
    assert!(
        score.count(|verdict| *verdict == Verdict::Passed) > 0,
        "nothing was compared"
    );
}
