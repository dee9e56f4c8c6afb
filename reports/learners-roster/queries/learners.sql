-- Question: which people of a course are looked for, in which order? One row per person.
-- Rules: API 2.8. What is missing comes last upwards and first downwards; attempts per problem have a second key in the opposite
-- direction. Not every store lowers letters beyond ASCII: who asks gives the text looked for in lower case.
select
  user_id, username, enrollment_mode, name, email, language, location, year_of_birth, level_of_education, gender,
  mailing_address, city, country, goals, segments, problems_attempted, problems_completed, problem_attempts_per_completed,
  videos_viewed, discussion_contributions, enrollment_date, cohort, created
from (
  select
    learner_roster.*,
    case when :sort_order = 'desc' then 1 else 0 end as is_descending,
    case
      when :order_by_given = 0 or :order_by = 'username' then username
      when :order_by = 'email' then email
    end as text_key,
    case :order_by
      when 'discussion_contributions' then discussion_contributions
      when 'problems_attempted' then problems_attempted
      when 'problems_completed' then problems_completed
      when 'problem_attempts_per_completed' then problem_attempts_per_completed
      when 'attempt_ratio_order' then attempt_ratio_order
      when 'videos_viewed' then videos_viewed
    end as number_key,
    case when :order_by = 'problem_attempts_per_completed' then attempt_ratio_order else 0 end as further_key
  from learner_roster
  where course_id = :course_id
    and (:cohort_given = 0 or cohort = :cohort)
    and (:enrollment_mode_given = 0 or enrollment_mode = :enrollment_mode)
    and (:text_search is null or instr(search_text, lower(:text_search)) > 0)
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
) as learner
order by
  case
    when text_key is not null or number_key is not null then 0
    when is_descending = 1 then -1
    else 1
  end,
  case when is_descending = 0 then text_key end,
  case when is_descending = 1 then text_key end desc,
  case when is_descending = 1 then -number_key else number_key end,
  case when is_descending = 1 then further_key else -further_key end,
  username
