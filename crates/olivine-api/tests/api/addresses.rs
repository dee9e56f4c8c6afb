//! The parts of addresses that name something, and what tests name there.

use crate::site::{CUSTOMER, OLD};

/// Parts with something of the old course behind them, and with nothing.
const PARTS: [(&str, &str, &str); 12] = [
    ("course_id", OLD, "NoX/N1/None"),
    ("course", OLD, "NoX/N1/None"),
    ("report_name", "problem_response", "problem_response"),
    ("problem_id", "i4x://OldX/OS1/problem/p1", "i4x://NoX/N1/problem/p1"),
    (
        "module_id",
        "i4x://OldX/OS1/sequential/s1",
        "i4x://NoX/N1/sequential/s1",
    ),
    (
        "pipeline_video_id",
        "OldX/OS1/Run_A%7Ci4x-OldX-OS1-video-v1",
        "OldX/OS1/Run_A%7Cnone",
    ),
    ("username", "ann", "nobody"),
    ("enterprise_uuid", CUSTOMER, "ffffffffffff4fff8fffffffffffffff"),
    ("enterprise_enrollment_id", "3", "999"),
    ("enterprise_user_id", "9", "999"),
    ("offer_id", "8", "999"),
    ("program", "prog-a", "prog-none"),
];

/// An address or a question with its parts filled in, so that there is something behind them or nothing.
pub fn fill(text: &str, something: bool) -> String {
    let mut filled = text.to_owned();
    for (name, there, not_there) in PARTS {
        filled = filled.replace(&format!("{{{name}}}"), if something { there } else { not_there });
    }
    filled
}
