# Learners: roster and details.
learners-period = Activity from { $start } to { $end }
learners-period-none = No activity has been computed yet.
learners-search-label = Name, user name or mail address
learners-search-hint = A part of any of them is enough.
learners-cohort = Cohort
learners-track = Enrollment track
learners-all = All
learners-with-inactive = Show inactive learners, too
learners-show-inactive = Show inactive learners, too
learners-count = { $count ->
    [0] No learners
    [one] { $shown } learner
   *[other] { $shown } learners
 }
learners-none-title = No learner matches
learners-none-text = Change the search or the filters.
learners-no-ratio = N/A
learners-rank-high = (high)
learners-rank-low = (low)
learners-column-username = Learner
learners-column-problems-attempted = Problems tried
learners-column-problems-completed = Problems correct
learners-column-problem-attempts-per-completed = Attempts per problem correct
learners-column-videos-viewed = Videos
learners-column-discussion-contributions = Discussions
learners-segment-inactive = inactive
learners-segment-disengaging = disengaging
learners-segment-unenrolled = has left
learners-segment-highly-engaged = highly engaged
learners-segment-struggling = struggling
column-problems_attempted = Problems tried
column-problems_completed = Problems correct
column-videos_viewed = Videos viewed
column-discussion_contributions = Discussion contributions
tile-learner-name = Learner
tile-learner-track = Enrollment track
tile-learner-cohort = Cohort
tile-learner-last-active = Last activity
summary-learner-days = { $count ->
    [one] Active on { $active } of { $shown } day,
   *[other] Active on { $active } of { $shown } days,
 } last on { $last }.
learners-return = Return to Learners
person-label = User name
person-show = Show
person-choose-title = Choose a learner
person-choose-text = Open one from the list of learners, or type a user name.
person-unknown-title = No learner of that user name
person-unknown-text = Nobody in this course has it. Write the user name, not the full name or the mail address; the list of learners can be searched by all three.
