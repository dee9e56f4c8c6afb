//! Failures of settings.

olivine_failure::failures! {
    NO_SITE = "SITE-001" Configuration "not a site folder",
        "Make one with `olivine init DIR`, or name the folder with `olivine -C DIR …`.",
        "A site is a folder with `olivine.toml` in it. Commands that work on a site look for that file in the current \
         folder, or in the folder named with `-C`.";
    UNKNOWN_KEY = "SITE-002" Configuration "unknown setting",
        "Correct the name; `olivine config explain` lists every setting that exists.",
        "A name that does not exist is refused, because a mistyped setting that is silently ignored is worse. The \
         message names the place and the nearest existing name.";
    BAD_VALUE = "SITE-003" Configuration "a setting has a value that cannot be used",
        "Correct the value; `olivine config explain KEY` shows its type, default and meaning.",
        "The value has another type than the setting, or is outside of what is allowed. The message names the setting \
         and the place where the value stands.";
    SECRET_PLACE = "SITE-004" Configuration "a secret stands where others can read it",
        "Put it into a variable or a file, and name that: `env:NAME` or `file:PATH`.",
        "Passwords and keys are never written into the site file, a URL or an argument: those are backed up, logged \
         and listed. Put the secret into an environment variable or into a file that only the service can read, and \
         write `env:NAME` or `file:PATH` as the value of the setting that takes it.";
    SECRET_MISSING = "SITE-005" Environment "a named secret is not there",
        "Set the variable or make the file that the setting names, readable by the user who runs olivine.",
        "A setting names its secret as `env:NAME` or `file:PATH`, and that variable is not set or the file cannot be \
         read by the user who runs the program.";
    SITE_FILE_UNREADABLE = "SITE-006" Configuration "the site file cannot be read",
        "Correct the line that is shown, or let the user who runs olivine read the file and its folder.",
        "The site file is not well-formed TOML, so that no setting of it counts: the message shows the line, mostly a \
         section written twice or a quote or bracket that is lacking. Or the system lets the user who runs the program \
         not read it.";
}
