//! Course keys and the keys of what is inside a course (`ES 2`).

use std::borrow::Cow;

use unicode_general_category::{GeneralCategory, get_general_category};
use xxhash_rust::xxh3::xxh3_64;

/// Longest course id that results can hold, in characters (`ES K-6`).
pub const LENGTH_LIMIT: usize = 255;

/// A course key, read from its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseKey<'a> {
    style: Style,
    /// Organisation, course (or library) and run, as far as the key has them; empty runs of old keys are kept.
    parts: Vec<&'a str>,
    /// `branch@…`, `version@…`, `ccx@…` in this order: what belongs to the key besides its parts.
    extras: Vec<&'a str>,
    /// Whether a `type@…` or `block@…` part follows, which names something inside the course.
    has_block_part: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `course-v1:`, and `slashes:` which is another name of it.
    New,
    /// `ccx-v1:`
    Coach,
    /// `library-v1:`
    Library,
    /// `org/course/run`
    Old,
}

impl<'a> CourseKey<'a> {
    /// Reads a key. The text must be stripped of surrounding white space before (`ES K-2`); it takes what the old pipeline took,
    /// see [`CourseKey::is_strict`].
    pub fn parse(text: &'a str) -> Option<Self> {
        if is_too_long(text) {
            return None;
        }
        let styled = match text.split_once(':') {
            Some(("course-v1" | "slashes", body)) => parse_body(body, Style::New),
            Some(("ccx-v1", body)) => parse_body(body, Style::Coach),
            Some(("library-v1", body)) => parse_library(body),
            _ => None,
        };
        styled.or_else(|| parse_old(text))
    }

    /// Whether it names exactly one course run, a library or a coach course. The old pipeline also took keys with an empty run, a
    /// block part or only a version for courses; they break names and joins (`ES K-5`).
    pub fn is_strict(&self) -> bool {
        let complete = match self.style {
            Style::Library => true,
            Style::Old => self.parts[2..] != [""],
            Style::New | Style::Coach => self.parts.len() == 3,
        };
        complete && !self.has_block_part
    }

    /// The organisation; none for keys that have only a version (`ES K-9`).
    pub fn org(&self) -> Option<&'a str> {
        self.parts.first().copied()
    }

    /// The key in its canonical text form, without a block part.
    pub fn canonical(&self) -> String {
        match self.style {
            Style::Old => self.parts.join("/"),
            Style::New => format!("course-v1:{}", self.body()),
            Style::Coach => format!("ccx-v1:{}", self.body()),
            Style::Library => format!("library-v1:{}", self.body()),
        }
    }

    /// Parts and extras, joined as in the new style; the markers of coach keys, which may be written in any case, in lower case.
    fn body(&self) -> String {
        let parts = self.parts.iter().map(|part| Cow::Borrowed(*part));
        let extras = self.extras.iter().map(|extra| match extra.split_once('@') {
            Some((marker, value)) => Cow::Owned(format!("{}@{value}", marker.to_ascii_lowercase())),
            None => Cow::Borrowed(*extra),
        });
        parts.chain(extras).collect::<Vec<_>>().join("+")
    }
}

/// Whether the old pipeline takes the text for a course id.
pub fn is_valid(text: &str) -> bool {
    CourseKey::parse(text).is_some()
}

/// Whether the text is a course id in the strict sense, see [`CourseKey::is_strict`].
pub fn is_strict(text: &str) -> bool {
    CourseKey::parse(text).is_some_and(|key| key.is_strict())
}

/// The organisation of a course id (`ES K-9`).
pub fn org(text: &str) -> Option<&str> {
    CourseKey::parse(text).and_then(|key| key.org())
}

/// The key of the catalogue course of a course run: organisation and course, joined by `+`; none for libraries and for keys
/// that have only a version (`OV-13`).
pub fn catalog_course(text: &str) -> Option<String> {
    let key = CourseKey::parse(text).filter(|key| key.style != Style::Library)?;
    match key.parts[..] {
        [org, course, _] => Some(format!("{org}+{course}")),
        _ => None,
    }
}

/// Whether the text can be an organisation id (`ES K-7`).
pub fn is_valid_org(text: &str) -> bool {
    is_id_part(text)
}

/// The course id as part of a file name (`ES K-8`): without prefix, other characters than ASCII letters, digits, `_`, `.`, `-`
/// replaced by `replacement`. Several ids can have the same name.
pub fn filename_safe(text: &str, replacement: char) -> String {
    let plain: Cow<'_, str> = match CourseKey::parse(text) {
        // An empty run has an empty name upstream; it gets a name of its own below.
        Some(key) if key.style == Style::Old && !key.is_strict() => Cow::Borrowed(""),
        Some(key) => Cow::Owned(key.body()),
        None => Cow::Borrowed(text),
    };
    let kept = |c: char| {
        if c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-') {
            c
        } else {
            replacement
        }
    };
    let name: String = plain.chars().map(kept).collect();
    if name.is_empty() {
        format!("course{replacement}{:08x}", xxh3_64(text.as_bytes()) >> 32)
    } else {
        name
    }
}

/// The course of a usage key such as `block-v1:Org+Course+Run+type@problem+block@id`, in canonical form; none for old
/// usage keys, which hold no run (`ES 2.3`).
pub fn of_usage_key(text: &str) -> Option<String> {
    let (prefix, body) = text.split_once(':')?;
    let (style, marker) = match prefix {
        "block-v1" => (Style::New, "+block@"),
        "ccx-block-v1" => (Style::Coach, "+block@"),
        "lib-block-v1" => (Style::Library, "+block@"),
        _ => return None,
    };
    body.contains(marker).then_some(())?;
    let key = match style {
        Style::Library => parse_library(body),
        style => parse_body(body, style),
    };
    let key = key.filter(|key| key.has_block_part)?.canonical();
    (!is_too_long(&key)).then_some(key)
}

/// `ES K-6`.
fn is_too_long(key: &str) -> bool {
    key.len() > LENGTH_LIMIT && key.chars().count() > LENGTH_LIMIT
}

/// `org+course+run` with extras, for new and coach keys.
fn parse_body(body: &str, style: Style) -> Option<CourseKey<'_>> {
    let mut parts = Vec::new();
    let mut extras = Vec::new();
    let mut has_version = false;
    let mut has_coach = false;
    // Markers must come in the order branch, version, ccx, type, block.
    let mut reached = 0;
    for piece in body.split('+') {
        let Some((marker, value)) = piece.split_once('@') else {
            if reached > 0 || !is_id_part(piece) {
                return None;
            }
            parts.push(piece);
            continue;
        };
        let marker = if style == Style::Coach {
            marker.to_ascii_lowercase()
        } else {
            marker.to_owned()
        };
        let (order, good) = match marker.as_str() {
            "branch" => (1, is_id_part(value)),
            "version" => (2, is_version(value)),
            "ccx" if style == Style::Coach => (3, !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit())),
            "type" => (4, is_id_part(value)),
            "block" => (5, !value.is_empty() && value.chars().all(|c| is_id_char(c) || c == '%')),
            _ => return None,
        };
        if order <= reached || !good {
            return None;
        }
        reached = order;
        has_version |= order == 2;
        has_coach |= order == 3;
        if order <= 3 {
            extras.push(piece);
        }
    }
    let complete = parts.len() == 3 || (has_version && matches!(parts.len(), 0 | 2));
    let good = complete && has_coach == (style == Style::Coach);
    good.then_some(CourseKey {
        style,
        parts,
        extras,
        has_block_part: reached >= 4,
    })
}

/// `org+library`; what follows is tolerated and ignored.
fn parse_library(body: &str) -> Option<CourseKey<'_>> {
    let mut pieces = body.split('+');
    let (org, library) = (pieces.next()?, pieces.next()?);
    if !is_id_part(org) || !is_id_part(library) {
        return None;
    }
    let mut has_block_part = false;
    for piece in pieces {
        let tolerated = !piece.is_empty() && piece.chars().all(|c| is_id_char(c) || matches!(c, '@' | '%'));
        if !tolerated {
            return None;
        }
        has_block_part |= piece.starts_with("type@") || piece.starts_with("block@");
    }
    Some(CourseKey {
        style: Style::Library,
        parts: vec![org, library],
        extras: Vec::new(),
        has_block_part,
    })
}

fn parse_old(text: &str) -> Option<CourseKey<'_>> {
    let parts: Vec<&str> = text.split('/').collect();
    let [org, course, run] = parts[..] else { return None };
    let named = |part: &str| !part.is_empty() && part.chars().all(is_old_char);
    let good = named(org) && named(course) && run.chars().all(is_old_char);
    good.then_some(CourseKey {
        style: Style::Old,
        parts,
        extras: Vec::new(),
        has_block_part: false,
    })
}

fn is_version(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_id_part(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_id_char)
}

fn is_id_char(c: char) -> bool {
    is_word_char(c) || matches!(c, '-' | '~' | '.' | ':')
}

fn is_old_char(c: char) -> bool {
    is_word_char(c) || matches!(c, '-' | '.' | '%')
}

/// A letter, a number, or `_`. Combining marks and other connecting punctuation are not word characters here (`ES 2.1`).
fn is_word_char(c: char) -> bool {
    use GeneralCategory::{
        DecimalNumber, LetterNumber, LowercaseLetter, ModifierLetter, OtherLetter, OtherNumber, TitlecaseLetter,
        UppercaseLetter,
    };
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    matches!(
        get_general_category(c),
        UppercaseLetter
            | LowercaseLetter
            | TitlecaseLetter
            | ModifierLetter
            | OtherLetter
            | DecimalNumber
            | LetterNumber
            | OtherNumber
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_ids_their_org_and_file_name() {
        let table = [
            ("course-v1:RiverU+Soil+2023", Some("RiverU"), "RiverU_Soil_2023"),
            ("RiverU/Soil/2023", Some("RiverU"), "RiverU_Soil_2023"),
            ("course-v1:R+S+T:U", Some("R"), "R_S_T_U"),
            ("R/S/T%20U", Some("R"), "R_S_T_20U"),
            ("course-v1:R+S+T+branch@draft", Some("R"), "R_S_T_branch_draft"),
            (
                "course-v1:version@5c0ffee123456789abcdef01",
                None,
                "version_5c0ffee123456789abcdef01",
            ),
            ("course-v1:R+S+T+type@problem+block@x%y", Some("R"), "R_S_T"),
            ("library-v1:R+Lib", Some("R"), "R_Lib"),
            ("library-v1:R+Lib+more", Some("R"), "R_Lib"),
            ("ccx-v1:R+S+T+ccx@12", Some("R"), "R_S_T_ccx_12"),
            ("ccx-v1:R+S+T+CCX@12", Some("R"), "R_S_T_ccx_12"),
            ("slashes:R+S+T", Some("R"), "R_S_T"),
            ("course-v1:é+S+T", Some("é"), "__S_T"),
            ("None/None/None", Some("None"), "None_None_None"),
        ];
        for (id, org_of_id, name) in table {
            assert!(is_valid(id), "{id}");
            assert_eq!(org(id), org_of_id, "{id}");
            assert_eq!(filename_safe(id, '_'), name, "{id}");
        }
    }

    #[test]
    fn runs_of_one_course_share_its_catalogue_key() {
        let table = [
            ("course-v1:R+S+T1", Some("R+S")),
            ("course-v1:R+S+T2", Some("R+S")),
            ("R/S/T3", Some("R+S")),
            ("ccx-v1:R+S+T+ccx@12", Some("R+S")),
            ("library-v1:R+Lib", None),
            ("course-v1:version@5c0ffee123456789abcdef01", None),
            ("R/S", None),
        ];
        for (id, course) in table {
            assert_eq!(catalog_course(id).as_deref(), course, "{id}");
        }
    }

    #[test]
    fn invalid_ids_keep_their_text_in_file_names() {
        let table = [
            ("R/S/T:U", "R_S_T_U"),
            ("R~/S/T", "R__S_T"),
            ("R/S/T U", "R_S_T_U"),
            ("course-v1:R+S+T%20", "course-v1_R_S_T_20"),
            ("course-v1:R+S+T U", "course-v1_R_S_T_U"),
            ("course-v1:R+S+T+U", "course-v1_R_S_T_U"),
            ("course-v1:R+S", "course-v1_R_S"),
            ("course-v1:R+S+T+", "course-v1_R_S_T_"),
            ("COURSE-V1:R+S+T", "COURSE-V1_R_S_T"),
            ("course-v1:R/S/T", "course-v1_R_S_T"),
            ("ccx-v1:R+S+T", "ccx-v1_R_S_T"),
            ("ccx-v1:R+S+T+ccx@x", "ccx-v1_R_S_T_ccx_x"),
            ("R/S", "R_S"),
            ("R//T", "R__T"),
            ("/S/T", "_S_T"),
            ("R/S/T/U", "R_S_T_U"),
            ("block-v1:R+S+T+type@a+block@b", "block-v1_R_S_T_type_a_block_b"),
            ("course-v1:R+S+T\n", "course-v1_R_S_T_"),
            ("course-v1:R+S\u{fffd}+T", "course-v1_R_S__T"),
            ("course-v1:R+S+T+block@b+type@a", "course-v1_R_S_T_block_b_type_a"),
        ];
        for (id, name) in table {
            assert!(!is_valid(id), "{id}");
            assert_eq!(filename_safe(id, '_'), name, "{id}");
        }
        assert!(!is_valid(""));
        assert!(!is_valid(&format!("course-v1:R+S+{}", "x".repeat(300))));
    }

    #[test]
    fn word_characters_are_letters_and_numbers_of_any_script() {
        for c in ['é', '漢', '\u{660}', '\u{2160}', '\u{b2}', '_'] {
            assert!(is_word_char(c), "{c:?}");
        }
        for c in ['\u{301}', '\u{203f}', '\u{fffd}', ' ', '%'] {
            assert!(!is_word_char(c), "{c:?}");
        }
    }

    #[test]
    fn forms_that_only_the_old_pipeline_took_are_not_strict() {
        for id in [
            "R/S/",
            "course-v1:version@5c0ffee123456789abcdef01",
            "course-v1:R+S+T+type@a+block@b",
        ] {
            assert!(is_valid(id) && !is_strict(id), "{id}");
        }
        for id in [
            "R/S/T",
            "course-v1:R+S+T",
            "library-v1:R+L",
            "ccx-v1:R+S+T+ccx@1",
            "slashes:R+S+T",
        ] {
            assert!(is_strict(id), "{id}");
        }
        assert!(!filename_safe("R/S/", '_').is_empty());
        assert_ne!(filename_safe("R/S/", '_'), filename_safe("R/X/", '_'));
    }

    #[test]
    fn course_of_a_usage_key() {
        let of = |key: &str| of_usage_key(key);
        assert_eq!(
            of("block-v1:R+S+T+type@vertical+block@1a").as_deref(),
            Some("course-v1:R+S+T")
        );
        assert_eq!(
            of("ccx-block-v1:R+S+T+ccx@3+type@vertical+block@1a").as_deref(),
            Some("ccx-v1:R+S+T+ccx@3")
        );
        assert_eq!(
            of("lib-block-v1:R+Lib+type@problem+block@1a").as_deref(),
            Some("library-v1:R+Lib")
        );
        assert_eq!(of("block-v1:R+S+T+block@1a").as_deref(), Some("course-v1:R+S+T"));
        assert_eq!(of("block-v1:R+S+T"), None);
        let long = "a".repeat(LENGTH_LIMIT);
        assert_eq!(of(&format!("block-v1:{long}+S+T+type@vertical+block@1a")), None);
        assert_eq!(of("i4x://R/S/problem/x"), None);
    }
}
