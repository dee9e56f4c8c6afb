-- Which people of a course are looked for, in which order? One row per person of the page.
-- Rules: API 2.8. What is missing comes last upwards and first downwards; attempts per problem have a second key in the opposite
-- direction. `needle` is the text looked for in lower case.
select
  user_id, username, enrollment_mode, name, email, language, location, year_of_birth, level_of_education, gender,
  mailing_address, city, country, goals, segments, problems_attempted, problems_completed, problem_attempts_per_completed,
  videos_viewed, discussion_contributions, enrollment_date, cohort, created
from (
  select
    learner_roster.*,
    case :order_by when 'username' then username when 'email' then email end as text_key,
    case :order_by
      when 'discussion_contributions' then discussion_contributions
      when 'problems_attempted' then problems_attempted
      when 'problems_completed' then problems_completed
      when 'problem_attempts_per_completed' then problem_attempts_per_completed
      when 'attempt_ratio_order' then attempt_ratio_order
      when 'videos_viewed' then videos_viewed
    end as number_key
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
) as learner
order by
  case
    when text_key is not null or number_key is not null then 0
    when :descending = 1 then -1
    else 1
  end,
  case when :descending = 0 then text_key end,
  case when :descending = 1 then text_key end desc,
  case when :descending = 1 then -number_key else number_key end,
  case
    when :order_by <> 'problem_attempts_per_completed' then 0
    when :descending = 1 then attempt_ratio_order
    else -attempt_ratio_order
  end,
  username
limit :page_rows offset :page_skip
