//! Charts that come with the program, for every report whose rows have their form.

/// How a section names one of them.
pub const PREFIX: &str = "kit:";

/// Name and Vega-Lite specification. What their rows look like stands in the specification's `description`.
const CHARTS: [(&str, &str); 3] = [
    ("stacked_bars", include_str!("../kit/stacked_bars.vl.json")),
    ("stacked_line", include_str!("../kit/stacked_line.vl.json")),
    ("weights", include_str!("../kit/weights.vl.json")),
];

/// The specification of that name.
pub(crate) fn chart(name: &str) -> Option<&'static str> {
    CHARTS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chart_is_json_and_says_what_it_wants() {
        for (name, text) in CHARTS {
            let chart: serde_json::Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(chart["description"].is_string(), "{name}");
            assert_eq!(chart["width"], "container", "{name}");
        }
        assert_eq!(chart("none"), None);
    }

    #[test]
    fn boxes_of_weights_have_their_names() {
        let chart: serde_json::Value = serde_json::from_str(chart("weights").unwrap()).unwrap();
        let layers = chart["layer"].as_array().unwrap();
        let drawn = |text: &str| layers.iter().any(|layer| layer["encoding"]["text"]["field"] == text);
        assert!(drawn("percent") && drawn("name"));
    }
}
