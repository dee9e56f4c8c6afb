//! Failures of following a timetable.

olivine_failure::failures! {
    BROKE_OFF = "SCHEDULE-001" Bug "a pass of the timetable broke off",
        "Please report this with what the log says just before it. The next pass comes at its time.",
        "A pass of `olivine serve` ran into a state that the program holds to be impossible. Pages and API go on, what \
         the pass had taken in or published stays, and the timetable goes on with the next pass.";
    ENDED = "SCHEDULE-002" Bug "the timetable has ended",
        "Please report this with what the log says just before it, and start the server again: until then no pass \
         comes.",
        "What follows the timetable of `olivine serve` ran into a state that the program holds to be impossible. Pages \
         and API go on with the results there are, but nothing new is taken in or computed until the server is started \
         again.";
}
