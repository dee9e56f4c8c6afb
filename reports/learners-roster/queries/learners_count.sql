-- How many people of a course are looked for? One row.
-- Rules: API 2.8; the same conditions as in `learners.sql`.
select count(*) as learners
from learner_roster
where course_id = :course_id
  and (:cohort_given = 0 or cohort = :cohort)
  and (:enrollment_mode_given = 0 or enrollment_mode = :enrollment_mode)
  and (:needle is null or instr(search_text, :needle) > 0)
  and (
    :segments_given = 0
    or (is_unenrolled = 1 and 'unenrolled' in (:segments))
    or (is_inactive = 1 and 'inactive' in (:segments))
    or (is_disengaging = 1 and 'disengaging' in (:segments))
    or (is_highly_engaged = 1 and 'highly_engaged' in (:segments))
    or (is_struggling = 1 and 'struggling' in (:segments))
  )
  and (
    :ignore_segments_given = 0
    or not (
      (is_unenrolled = 1 and 'unenrolled' in (:ignore_segments))
      or (is_inactive = 1 and 'inactive' in (:ignore_segments))
      or (is_disengaging = 1 and 'disengaging' in (:ignore_segments))
      or (is_highly_engaged = 1 and 'highly_engaged' in (:ignore_segments))
      or (is_struggling = 1 and 'struggling' in (:ignore_segments))
    )
  )
