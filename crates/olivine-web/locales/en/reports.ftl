# Words of the built-in views: tiles, columns, series, notes. Titles, questions and helps stand in the reports' manifests.
column-date = Date
column-count = Current enrollment
column-cumulative_count = Total enrollment
column-week_ending = Week ending
column-active = Active learners
column-played_video = Watched a video
column-attempted_problem = Tried a problem
column-posted_forum = Participated in discussions
column-percent_of_current = Percent of current learners
column-age = Age
column-learners = Learners
column-percent_of_total = Percent of total
column-education_level = Educational background
column-percent_of_known = Percent of known
column-current_enrollment = Current enrollment
column-female = Female
column-male = Male
column-other = Other
column-unknown = Not reported
column-country = Country or region
column-percent = Percent
column-created = Computed

mode-audit = Audit
mode-honor = Honor
mode-verified = Verified
mode-professional = Professional
mode-credit = Verified with credit
mode-masters = Master's
mode-none-used = Current enrollment

tile-total-enrollment = Total enrollment
tile-total-enrollment-help = everyone with an enrollment event so far, also who left
tile-current-enrollment = Current enrollment
tile-current-enrollment-help = enrolled at the end of { $date }
tile-change-last-week = Change in last week
tile-change-last-week-help = net, against { $date }
tile-verified-enrollment = Verified enrollment
tile-masters-enrollment = Master's enrollment
tile-track-help = currently on that track

tile-active = Active learners
tile-played_video = Watched a video
tile-attempted_problem = Tried a problem
tile-posted_forum = Participated in discussions
tile-week = week ending { $date }
tile-week-percent = { $percent } of current learners
tile-week-percent-of = { $percent } of learners enrolled on { $date }
tile-week-no-percent = { missing } of current learners

tile-median-age = Median age
tile-age-25-under = 25 and under
tile-age-26-40 = 26 to 40
tile-age-41-over = 41 and over
tile-of-known-ages = of known ages
age-year = Ages as of { $year }
age-unknown = Unknown
age-out-of-range = Out of range
age-over = { $age }+
age-out-of-range-note = { $count ->
    [one] { $shown } person gave a birth year that cannot be right (in the future). It is
   *[other] { $shown } people gave a birth year that cannot be right (in the future). They are
 } listed apart and not part of the shares and the median.

education-none = None
education-primary = Primary
education-junior_secondary = Middle
education-secondary = Secondary
education-associates = Associate
education-bachelors = Bachelor's
education-masters = Master's
education-doctorate = Doctorate
education-other = Other
education-unknown = Unknown
tile-education-school = High school diploma or less
tile-education-college = College degree
tile-education-advanced = Advanced degree
tile-education-other = Other
tile-of-known-education = of known backgrounds

gender-f = Female
gender-m = Male
gender-o = Other
gender-unknown = Not reported
known-share = { $percent } of the people enrolled gave this.
self-reported = Self-reported by learners at registration.

tile-countries = Countries or regions
tile-top-country = Top country or region
tile-second-country = Second country or region
tile-third-country = Third country or region
tile-of-learners = { $percent } of learners
country-unknown = Unknown country

week-partial = so far
week-partial-note = The last week is not over: its numbers hold the days up to { $date }.

caption-enrollments = Enrollments
caption-learners = Learners
caption-self-reported = Learners (self-reported)
axis-share = Share of known

summary-trend = From { $from } to { $to }, current enrollment went from { $first } to { $last }; the highest was { $peak } on { $peak_date }.
summary-trend-one = On { $to }, current enrollment was { $last }.
summary-weeks = { $count ->
    [one] In the week ending { $to }, { $shown } person was active;
   *[other] In the week ending { $to }, { $shown } people were active;
 } the busiest week was the one ending { $peak_date } with { $peak }.
summary-ages = Ages run from { $youngest } to { $oldest }; the median is { $median }.
summary-ages-none = Nobody has given a birth year.
summary-education = The most common background is { $top } with { $percent } of known.
summary-education-none = Nobody has given an educational background.
summary-gender = Female { $female }, male { $male }, other { $other } of known.
summary-gender-none = Nobody has given a gender.
summary-countries = { $count ->
    [one] People connect from { $shown } country or region;
   *[other] People connect from { $shown } countries or regions;
 } the most frequent is { $top }.
summary-countries-none = No connection could be located.
