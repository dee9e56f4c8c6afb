-- Question: which tracks was anybody ever in? One row per track, by name.
-- Rules: OV-70: what the filter by track offers.
select course_id, mode as value, max(created) as created
from course_enrollment_mode_daily
where course_id = :course_id
group by course_id, mode
order by mode
