# Course list.
courses-title = Courses
courses-question = How large are my courses, and which one do I open?
courses-tiles-title = Across all your courses
courses-tiles-help = Enrollments, not distinct people: someone in two courses counts twice.
courses-search = Search
courses-search-label = Course name or key
courses-search-hint = Every word must occur.
courses-filter-apply = Apply filters
courses-filters = Filters
filter-availability = Availability
filter-pacing = Pacing
filter-programs = Programs
availability-archived = Archived
availability-current = Current
availability-upcoming = Upcoming
availability-unknown = Unknown
pacing-self = Self-paced
pacing-instructor = Instructor-paced
pacing-unknown = Unknown
filters-in-use = Filters in use
filter-chip = { $group }: { $value }
filter-chip-search = “{ $text }”
filter-remove = Remove filter { $what }
filters-clear = Clear all
results-count = { $count ->
    [0] No courses
    [one] { $shown } course
   *[other] { $shown } courses
 }
courses-table = List of courses
courses-column-name = Course
courses-column-start = Start date
courses-column-end = End date
courses-column-total = Total enrollment
courses-column-current = Current enrollment
courses-column-change = Change last week
courses-column-verified = Verified
courses-column-masters = Master's
courses-column-passing = Passing learners
courses-untitled = Untitled course
courses-none-match-title = No course matches
courses-none-match-text = Change the search or clear the filters.
courses-none-title = No course data yet
courses-none-text = The list fills after the first computation; it is then refreshed with every one.
courses-bad-query-title = The address was not understood
courses-bad-query-text = It holds a filter, order or page that does not exist.
courses-bad-query-link = Show all courses
