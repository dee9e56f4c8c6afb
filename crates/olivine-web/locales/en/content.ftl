# Content of courses: videos, graded and ungraded problems, learning outcomes, answers.
column-order = Order
column-section_name = Section
column-subsection_name = Subsection
column-video_name = Video
column-assignment_type_name = Assignment type
column-assignment_name = Assignment
column-problem_name = Problem
column-outcome_name = Outcome
column-difficulty = Difficulty
column-weight = Weight in the grade
column-videos = Videos
column-videos_watched = Videos watched
column-problems = Problems
column-problems_answered = Problems answered
column-complete_views = Complete views
column-incomplete_views = Incomplete views
column-average_complete = Average complete views
column-average_incomplete = Average incomplete views
column-completion_percentage = Completion percentage
column-correct_submissions = Correct
column-incorrect_submissions = Incorrect
column-total_submissions = Submissions
column-average_correct = Average correct
column-average_incorrect = Average incorrect
column-average_submissions = Average submissions per problem
column-percent_correct = Percentage correct
column-time = Time
column-unique_viewers = Unique viewers
column-replays = Replays
column-total_views = Total views
column-answer = Answer
column-is_correct = Correct
column-submission_count = Submission count
column-share_of_submissions = Share of submissions
column-first_submission_count = First submissions
column-variant = Variant
caption-video-views = Video views
caption-total-video-views = Total video views
caption-submissions = Submissions
tile-completion-rate = Completion rate
tile-started-video = Started video
tile-finished-video = Finished video
answer-correct = Correct
answer-incorrect = Incorrect
answers-randomised = This problem has many variants, so its answers are not drawn. The table has a row for each answer and variant; the download holds them all.
tip-number-and-share = { $number } ({ $share })
tip-answer = Answer: { $answer }
content-elsewhere = No longer in the course
content-unplaced = Place in the course not known
content-no-structure-title = The structure of this course is not known
content-no-structure-text = Without its structure nobody can tell where the videos and problems of this course stand and which are graded. An operator can import it with the command “olivine import structure”.
content-no-views-title = Nobody has watched a video here yet
content-no-views-text = Views appear after people have watched and the numbers have been computed again.
content-no-graded-title = No submissions for these assignments yet
content-no-graded-text = Submissions appear after learners have answered and the numbers have been computed again.
content-no-practice-title = No submissions for these exercises yet
content-no-practice-text = Submissions appear after learners have answered and the numbers have been computed again.
content-nothing-graded-title = Nothing in this course is graded
content-nothing-graded-text = Neither the course structure nor the grading policy names a type of assignment.
content-no-answers-title = No answers to this part yet
content-no-answers-text = Answers appear after learners have answered and the numbers have been computed again.
content-no-policy = The grading policy of this course is not known, so the weights are missing.
select-section = Section:
select-subsection = Subsection:
select-video = Video:
select-assignment_type = Assignment type:
select-assignment = Assignment:
select-problem = Problem:
select-outcome = Outcome:
select-part = Part:
select-all-section = All sections
select-all-assignment_type = All assignment types
select-all-outcome = All outcomes
select-none = choose
select-no-data = (no data)
video-previous = Previous video
video-next = Next video
view-live = View live
new-tab = (opens in a new tab)
problem-part = Part { $number }
problem-part-question = Part { $number }: { $question }
crumbs = Where you are
page-of-kind = { $kind }: { $name }
summary-levels-views = Across { $rows } items with views, completion is highest for “{ $best }” ({ $best_percent }) and lowest for “{ $worst }” ({ $worst_percent }).
summary-levels-views-one = For “{ $best }”, { $best_percent } of views are complete.
summary-levels-answers = Across { $rows } items with submissions, the share of correct ones is highest for “{ $best }” ({ $best_percent }) and lowest for “{ $worst }” ({ $worst_percent }).
summary-levels-answers-one = For “{ $best }”, { $best_percent } of submissions are correct.
timeline-people = { $count ->
    [one] { $shown } person
   *[other] { $shown } people
 }
timeline-replays = { $count ->
    [one] { $shown } replay
   *[other] { $shown } replays
 }
summary-timeline = { $count ->
    [one] { $shown } person watched
   *[other] { $shown } people watched
 } the beginning of “{ $name }” and { $last } its end at { $end }. The most, { $peak }, watched at { $peak_time }; most was watched again at { $again_time }, with { $replays }.
summary-timeline-once = { $count ->
    [one] { $shown } person watched
   *[other] { $shown } people watched
 } the beginning of “{ $name }” and { $last } its end at { $end }. The most, { $peak }, watched at { $peak_time }; nothing was watched again.
summary-weight = { $name }: { $percent }
summary-answers = { $count ->
    [one] { $percent } of { $shown } submission is correct.
   *[other] { $percent } of { $shown } submissions are correct.
 } The most frequent answer is “{ $top }” with { $top_percent }.
list-separator = {"; "}
save-png-of = Save as PNG: { $what }
save-svg-of = Save as SVG: { $what }
tile-group-active = Active
tile-group-at-risk = At risk
tile-group-passed = Passed
tile-group-other = Others
tile-of-enrolled = { $percent } of the people enrolled
tile-week-change = { $change } against the week before
export-as-seen = What is seen of { $what }, as a file
export-short = As seen:
export-of = { $what } as seen, { $form }
filter-legend = Days and people shown
filter-track = Track
filter-cohort = Cohort
filter-without_staff = Without course staff
filter-all = All
filter-clear = Show everything
filter-not-applied = These numbers do not depend on: { $filters }.
mark-start = Course start
mark-end = Course end
mark-due = Due: { $name }
mark-named = { $label } ({ $date })
marks-drawn = Marked on the axis: { $marks }.
notes-title = Notes
notes-question = What should everybody know who looks at the course over time?
notes-day = Day
notes-text = Note
notes-author = By
notes-add = Add note
notes-list = Notes on time axes
notes-none = There are no notes yet. A note stands on the time axis of every report of this course, for the whole course team.
notes-remove = Remove
notes-remove-one = Remove note: { $note }
notes-refused = The note was not taken: it needs a day and up to 120 characters.
notes-full = The note was not taken: there are 50 already, and more could not be read on an axis. Remove one first.
