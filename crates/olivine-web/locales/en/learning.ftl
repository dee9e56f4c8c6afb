# Columns of the reports on completion, first tries, learner groups, discussions and runs compared.
column-up_to_percent = Up to this percent of the pages
column-pages = Pages
column-visited_none = Visited none
column-visited_some = Visited some
column-visited_all = Visited all
column-visited_percent = Mean percent visited
column-page = Page
column-reach_percent = Percent of enrolled
column-reached = Reached it
column-went_further = Went further
column-may_go_on = May go on
column-stopped = Stopped here
column-stopped_percent = Percent stopped
column-tried_none = Tried none
column-tried_some = Tried some
column-tried_all = Tried all
column-tried_percent = Mean percent tried
column-watched_none = Watched none
column-watched_some = Watched some
column-watched_all = Watched all
column-watched_percent = Mean percent watched
column-tried = Learner and problem pairs
column-first_try_right = Right at the first try
column-first_try_percent = Percent right at the first try
column-right_percent = Percent right at any try
column-mean_tries = Tries a learner
column-mean_right_tries = Right tries a learner
column-mean_wrong_tries = Wrong tries a learner
column-mean_tries_until_right = Tries until right
column-hint_learners = Asked for a hint
column-hints = Hints asked for
column-feedback_learners = Got feedback
column-feedbacks = Feedback given
column-answer_learners = Saw the answer
column-answer_before_right = Before being right
column-answer_before_right_percent = Percent before being right
column-answer_never_right = Without being right
column-transcript_shown = Transcript on
column-transcript_hidden = Transcript off
column-captions_shown = Captions on
column-captions_hidden = Captions off
column-menu_opened = Language menu
column-downloaded = Downloaded
column-newly_passed = Newly passed
column-not_passed = Not passed
column-in_progress = In progress
column-days_away = Days away
column-reasons = Reasons
column-threads = Threads
column-responses = Responses
column-comments = Comments
column-votes = Votes
column-writers = Writers
column-participants = Participants
column-day_zero = Counted from
column-day_number = Day
column-ever_enrolled = Ever enrolled
column-ever_active = Ever active
column-active_last_week = Active in the last 7 days
column-passing_percent = Percent passing
column-mean_grade_percent = Mean grade in percent
column-same_day_number = Compared on day
column-same_day_enrolled = Enrolled
column-same_day_ever_enrolled = Ever enrolled
column-same_day_ever_active = Ever active

# Why somebody may be about to drop out.
risk-reasons = { $before }; { $next }
risk-away = { $count ->
    [one] last here { $shown } day ago
   *[other] last here { $shown } days ago
 }
risk-deadline = { $count ->
    [0] the course ends today
    [one] the course ends in { $shown } day
   *[other] the course ends in { $shown } days
 }
risk-activity = active on { $lately } of the last 28 days, on { $before } of the 28 before
risk-trend = { $right_lately } of { $lately } answers right in the last 28 days, { $right_before } of { $before } before
risk-answers = { $right } of { $tries } answers right in all
risk-grade = grade so far { $percent }
