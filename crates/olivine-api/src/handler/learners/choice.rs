//! Which people, in which order: parameters that may have some values only (`API 2.8`).

use super::SEGMENTS;
use crate::error::ApiError;
use crate::query::params::Params;

/// What people may be ordered by; the first is the default.
pub const ORDERS: [&str; 8] = [
    "username",
    "email",
    "discussion_contributions",
    "problems_attempted",
    "problems_completed",
    "problem_attempts_per_completed",
    "attempt_ratio_order",
    "videos_viewed",
];

/// Refuses orders that there are not; an empty one is none that there is.
pub fn check_order(params: &Params) -> Result<(), ApiError> {
    if let Some(unknown) = params.raw("order_by").filter(|by| !ORDERS.contains(by)) {
        return Err(refused("order_by", unknown, &ORDERS));
    }
    match params.text("sort_order") {
        None | Some("asc" | "desc") => Ok(()),
        Some(unknown) => Err(refused("sort_order", unknown, &["asc", "desc"])),
    }
}

/// Refuses groups that there are not, and both lists of them at once.
pub fn check_segments(params: &Params) -> Result<(), ApiError> {
    let (wanted, ignored) = (params.list("segments"), params.list("ignore_segments"));
    if !wanted.is_empty() && !ignored.is_empty() {
        return Err(ApiError::Coded {
            status: 400,
            code: "illegal_parameter_values",
            message: "Cannot combine `segments` and `ignore_segments` parameters.".to_owned(),
        });
    }
    match wanted.into_iter().chain(ignored).find(|name| !SEGMENTS.contains(name)) {
        Some(unknown) => Err(refused("segments/ignore_segments", unknown, &SEGMENTS)),
        None => Ok(()),
    }
}

fn refused(name: &str, value: &str, allowed: &[&str]) -> ApiError {
    ApiError::BadChoice {
        name: name.to_owned(),
        value: value.to_owned(),
        allowed: allowed.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::params::Reader;

    fn message(params: &[(&str, &str)]) -> Option<String> {
        let mut asked = Params::new(Reader::unlimited());
        for (name, value) in params {
            asked.add(name, *value);
        }
        let outcome = check_segments(&asked).and_then(|()| check_order(&asked));
        outcome.err().map(|error| error.to_string())
    }

    #[test]
    fn what_cannot_be_is_refused_in_the_words_that_clients_know() {
        assert_eq!(message(&[]), None);
        assert_eq!(message(&[("order_by", "email"), ("sort_order", "desc")]), None);
        assert_eq!(
            message(&[("segments", "inactive"), ("ignore_segments", "unenrolled")]).as_deref(),
            Some("Cannot combine `segments` and `ignore_segments` parameters.")
        );
        assert_eq!(
            message(&[("ignore_segments", "zip")]).as_deref(),
            Some(
                "segments/ignore_segments value 'zip' must be one of: (highly_engaged, disengaging, struggling, inactive, unenrolled)"
            )
        );
        assert!(message(&[("order_by", "")]).is_some_and(|text| text.starts_with("order_by value ''")));
        assert_eq!(
            message(&[("sort_order", "zip")]).as_deref(),
            Some("sort_order value 'zip' must be one of: (asc, desc)")
        );
    }
}
