# Course home.
home-headline-title = At a glance
home-headline-help = The newest complete numbers of this course, and what changed against the week before.
home-basics-title = About this course
home-course-name = Course name
home-course-key = Course key
home-start = Start date
home-end = End date
home-status = Status
home-pacing = Pacing
status-not-started = Not started yet
status-in-progress = In progress
status-ended = Ended
home-tools-title = External tools
tool-instructor = Instructor dashboard
tool-courseware = Courseware
tool-studio = Studio
home-freshness-title = Freshness
home-freshness-help = Up to which day each report is complete, and when it was computed.
home-freshness-table = Freshness of the reports
freshness-report = Report
freshness-as-of = Complete through
freshness-created = Computed (UTC)
freshness-state = State
freshness-lag = { $count ->
    [0] up to date
    [one] { $days } day behind
   *[other] { $days } days behind
 }
freshness-never = never computed
home-no-reports-title = All reports are switched off
home-no-reports-text = The operator of this site has switched every report off.
