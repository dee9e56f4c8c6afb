# Frame: what surrounds every page.
language-name = English
skip-to-content = Skip to the content
brand-home = { $site }: list of courses
menu-reports = Reports
menu-reports-of-course = Reports of this course
course-home = Course home
display = Display
display-language = Language
display-theme = Theme
theme-auto = As the device
theme-light = Light
theme-dark = Dark
display-apply = Apply
sign-out = Sign out
sign-in = Sign in
signed-in-as = Signed in as { $user }
footer-product = Made with Olivine, analytics for Open edX
footer-support = Contact support
footer-utc = All days and weeks are UTC.
page-title = { $page } - { $course } | { $site }
page-title-site = { $page } | { $site }
page-description = { $what } – { $course } | { $site }
page-description-site = { $what } – { $site }

# Lenses
lens-enrollment = Enrollment
lens-engagement = Engagement
lens-performance = Performance
lens-learners = Learners
lens-site = Site
lens-question-enrollment = Who is in my course?
lens-question-engagement = What are people doing in my course?
lens-question-performance = How well is it going for them?
lens-question-learners = Who needs attention?
lens-question-site = What is going on across courses?
