//! Names of people, courses and places of this world. All of it is made up.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Given names as shown, and as typed in a user name.
const GIVEN: [(&str, &str); 40] = [
    ("Mira", "mira"),
    ("Tobias", "tobias"),
    ("Anaïs", "anais"),
    ("Søren", "soren"),
    ("Yuki", "yuki"),
    ("Zoë", "zoe"),
    ("Łucja", "lucja"),
    ("Amara", "amara"),
    ("Idris", "idris"),
    ("Noor", "noor"),
    ("Ruan", "ruan"),
    ("Chidi", "chidi"),
    ("Farah", "farah"),
    ("Ingrid", "ingrid"),
    ("José", "jose"),
    ("Kavya", "kavya"),
    ("Leilani", "leilani"),
    ("Mateo", "mateo"),
    ("Nadia", "nadia"),
    ("Oskar", "oskar"),
    ("Priya", "priya"),
    ("Quentin", "quentin"),
    ("Rosa", "rosa"),
    ("Sanjay", "sanjay"),
    ("Tamsin", "tamsin"),
    ("Ugo", "ugo"),
    ("Vera", "vera"),
    ("Wanjiru", "wanjiru"),
    ("Xochitl", "xochitl"),
    ("Yara", "yara"),
    ("Дарья", "darya"),
    ("Ελένη", "eleni"),
    ("美咲", "misaki"),
    ("سلمى", "salma"),
    ("Bela", "bela"),
    ("Cleo", "cleo"),
    ("Dov", "dov"),
    ("Elif", "elif"),
    ("Goran", "goran"),
    ("Hana", "hana"),
];

/// Family names.
const FAMILY: [(&str, &str); 32] = [
    ("Amberwick", "amberwick"),
    ("Birchholt", "birchholt"),
    ("Cloudsley", "cloudsley"),
    ("Dovecote", "dovecote"),
    ("Elderfield", "elderfield"),
    ("Fernsby", "fernsby"),
    ("Gladwater", "gladwater"),
    ("Heathrow-Lin", "heathrowlin"),
    ("Ivyreach", "ivyreach"),
    ("Juniper", "juniper"),
    ("Kestrelay", "kestrelay"),
    ("Larkhollow", "larkhollow"),
    ("Mossgrave", "mossgrave"),
    ("Nightingale", "nightingale"),
    ("Oakenshaw", "oakenshaw"),
    ("Pebbleton", "pebbleton"),
    ("Quillfeather", "quillfeather"),
    ("Rivermeade", "rivermeade"),
    ("Sørbye", "sorbye"),
    ("Thistledown", "thistledown"),
    ("Umbermoor", "umbermoor"),
    ("Valekind", "valekind"),
    ("Willowby", "willowby"),
    ("Yarrow", "yarrow"),
    ("Zephyrine", "zephyrine"),
    ("Brightwater", "brightwater"),
    ("Cinderford", "cinderford"),
    ("Driftwood", "driftwood"),
    ("Everbloom", "everbloom"),
    ("Foxglove", "foxglove"),
    ("O'Hazel", "ohazel"),
    ("Ñandú", "nandu"),
];

/// Courses: title, organisation, number.
pub(crate) const COURSES: [(&str, &str, &str); 24] = [
    ("The Secret Life of Lichens", "Mossgrove", "LICHEN1"),
    ("Soil, Slowly", "RiverU", "Soil101"),
    ("Økologi for Curious People", "ÅlesundX", "Økologi101"),
    ("Rivers and How They Wander", "RiverU", "Wander2"),
    ("Statistics for Gardeners", "Halden", "STAT.10x"),
    ("Star Maps by Hand", "Halden", "AST-7"),
    ("The Grammar of Birdsong", "Mossgrove", "BIRD3"),
    ("Bread as Chemistry", "Kernwell", "CHEM-B"),
    ("Proofs You Can Hold", "Halden", "MATH21"),
    ("Bridges, Beams and Balance", "Kernwell", "ENG12"),
    ("A Short History of Clocks", "Tidewater", "HIST4"),
    ("Writing Letters That Arrive", "Tidewater", "LIT2"),
    ("Tides, Moons and Harbours", "Tidewater", "SEA1"),
    ("Listening to Old Buildings", "Kernwell", "ARC5"),
    ("Bees and Their Mathematics", "Mossgrove", "BEE8"),
    ("Small Computers, Big Patience", "Halden", "CS0"),
    ("Maps That Tell the Truth", "RiverU", "GEO6"),
    ("Colour before Paint", "Kernwell", "ART1"),
    ("Kitchen Microbiology", "Mossgrove", "MICRO2"),
    ("Kindness in Organisations", "Tidewater", "MGT9"),
    ("Weather without Instruments", "RiverU", "MET3"),
    ("Sewing Machines Explained", "Kernwell", "MECH4"),
    ("Languages Nobody Wrote Down", "Tidewater", "LING7"),
    ("Probability in the Orchard", "Halden", "PROB2"),
];

/// Things a chapter, lesson or problem is about.
pub(crate) const THEMES: [&str; 20] = [
    "Looking Closely",
    "First Tools",
    "What Water Does",
    "Patterns",
    "Counting",
    "Naming",
    "Seasons",
    "Edges and Borders",
    "Mistakes Worth Making",
    "Light",
    "Slow Change",
    "Measuring",
    "Neighbours",
    "Roots",
    "Listening",
    "Taking Apart",
    "Putting Together",
    "Questions from the Field",
    "A Walk Outside",
    "Looking Back",
];

/// Browsers as they call themselves.
pub(crate) const AGENTS: [&str; 6] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36 Edg/125.0.0.0",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
];

/// What the mobile app calls itself.
pub(crate) const APP_AGENT: &str =
    "Mozilla/5.0 (Linux; Android 14; SM-A546B) Dalvik/2.1.0 org.example.garden.mobile/4.2.1";

/// A person: name as shown, name as typed.
pub(crate) fn person(rng: &mut ChaCha8Rng) -> (String, String, String) {
    let (given, given_typed) = GIVEN[rng.random_range(0..GIVEN.len())];
    let (family, family_typed) = FAMILY[rng.random_range(0..FAMILY.len())];
    (
        format!("{given} {family}"),
        given_typed.to_owned(),
        family_typed.to_owned(),
    )
}

/// The given name of that position as shown, for user names that are not ASCII.
pub(crate) fn given(position: usize) -> &'static str {
    GIVEN[position % GIVEN.len()].0
}

/// One of a list.
pub(crate) fn pick<'a, T>(rng: &mut ChaCha8Rng, list: &'a [T]) -> &'a T {
    &list[rng.random_range(0..list.len())]
}
