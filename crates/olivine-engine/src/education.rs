//! Levels of education (`EN 3.7`).

/// The long name of an LMS code, exactly as written; none for anything else. `none` (no formal education) is a level,
/// unlike no answer.
pub fn level(code: &str) -> Option<&'static str> {
    Some(match code {
        "el" => "primary",
        "jhs" => "junior_secondary",
        "hs" => "secondary",
        "a" => "associates",
        "b" => "bachelors",
        "m" => "masters",
        "p" | "p_se" | "p_oth" => "doctorate",
        "none" => "none",
        "other" => "other",
        _ => return None,
    })
}
