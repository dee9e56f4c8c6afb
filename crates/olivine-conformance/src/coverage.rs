//! What is left out on purpose, declared once.

/// Steps of the old pipeline that this program does not have, and why.
pub const NOT_APPLICABLE: &[(&str, &str)] = &[
    (
        "eventlog.format_timestamp",
        "times are typed; no step makes a text of them",
    ),
    (
        "eventlog.format_datestamp",
        "days are typed; no step makes a text of them",
    ),
    (
        "record.serialize",
        "rows are typed from the event to the result store; no step makes a text of them",
    ),
    (
        "record.deserialize",
        "rows are typed from the event to the result store; no step reads them from a text",
    ),
    (
        "record.string_tuple",
        "rows are typed from the event to the result store; no step makes a text of them",
    ),
    (
        "mysql.coerce",
        "values reach the store typed: the text `None` stays a text (EN S12 rule 5)",
    ),
    (
        "mysql.convert",
        "LMS rows are read with their types, not dumped as text (ES 5.2)",
    ),
    (
        "log_selection.include",
        "every file below a location is read once; the time of an event alone decides whether it counts (ES S-1, S-3)",
    ),
    (
        "module_engagement.summary_input",
        "facts are typed; no step reads them from a text",
    ),
    (
        "module_engagement.documents",
        "there is no search index: the roster is a result table, compared as such in the case of that name (PF 13 question 1)",
    ),
    (
        "answer_dist.course_csv",
        "counts and variants are numbers and cannot be the texts of the vector; the case answer_dist compares whole files",
    ),
    (
        "problem_response.report_key",
        "rows stay typed until the file is written; no step reads them from tab-separated text",
    ),
    (
        "problem_response.report_row",
        "lists have a delimiter always (PF R10), so none is written in the words of another language; the case problem_response \
         compares the whole file with its forms of times and lists",
    ),
    (
        "location.last_ip_of_day",
        "the vector puts events of two days into one; facts hold one address for each person and real day",
    ),
];

/// Beginnings of the families that are not covered yet: exports to research partners, obfuscation and what they are made of.
pub const TO_COME: &[&str] = &["event_export", "database_export", "id_codec", "obfuscation"];

/// Whether a vector or table may not be covered yet.
pub fn is_to_come(name: &str) -> bool {
    TO_COME.iter().any(|family| name.starts_with(family))
}

/// The reason why a step is left out.
pub fn not_applicable(step: &str) -> Option<&'static str> {
    NOT_APPLICABLE
        .iter()
        .find(|(name, _)| *name == step)
        .map(|(_, reason)| *reason)
}
