//! Failures of reports.

olivine_failure::failures! {
    INVALID = "REPORT-001" Configuration "a report's folder does not pass the checks",
        "Mend what the message names; `olivine report check DIR` checks again, and `olivine report schema` helps \
         editors.",
        "A report is a folder with `report.toml` and the files it names. Each line of the message names the report, \
         the place in its manifest, and what is wrong there. A plugin that does not pass is switched off; all others \
         work.";
    FOLDER = "REPORT-002" Environment "a folder of reports cannot be read",
        "Check the setting `reports.plugins`: the folder must exist and be readable by the user who runs olivine.",
        "Plugin folders are named by the setting `reports.plugins`, relative to the site folder. One of them is \
         missing or not readable.";
    UNKNOWN = "REPORT-003" Configuration "no report declares that name",
        "`olivine tasks` and `olivine report list` show what there is.",
        "A task, table or report was named that does not exist, or that belongs to a report that is off.";
    ARCHIVE = "REPORT-004" Data "a plugin cannot be taken out of its archive",
        "Make it again with `tar czf NAME.tar.gz FOLDER`, or name the folder itself.",
        "`olivine report install` takes a folder, or a `.tar`, `.tar.gz` or `.tgz` with one report in it. Of an \
         archive it takes plain files and folders below its root, and no more of them than a report has. Nothing was \
         put in place.";
    CASES = "REPORT-005" Data "a case of a report gives other rows",
        "Compare the rows named with those of `cases/NAME.toml`, and mend the SQL or the case.",
        "A report brings small examples of events and LMS rows with the rows that they must give. `olivine report \
         test` computes them in a site of their own. Each line of the message names a case, a table, and a row that is \
         missing or one too many, a key that more than one row has, or lines of the case that are no events of their own. \
         A report without any case cannot be tested and does not pass.";
}
