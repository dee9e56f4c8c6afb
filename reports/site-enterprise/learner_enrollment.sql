-- Question: what became of each enrollment that a customer made?
-- Grain: one enrollment made by a customer: the row of its consent to that customer and its dearest purchase.
-- Rules: API 3.2 (enterprise_learner_enrollment). What only a shop's warehouse knows (contracts, budgets, product lines) is null.
with
one_row_per_program as (
  select
    course_id,
    program_title,
    program_type,
    row_number() over (partition by course_id order by program_id) as place
  from lms_course_run_programs
),
-- The old table has consent by learner and course, whoever the customer is (EN 9.2).
consent_to_customer as (
  select
    username,
    course_id,
    replace(enterprise_customer_id, '-', '') as enterprise_id,
    max(case when granted then 1 else 0 end) = 1 as granted
  from lms_consent_datasharingconsent
  group by username, course_id, replace(enterprise_customer_id, '-', '')
),
candidates as (
  select
    made.id as enterprise_enrollment_id,
    enrollment.id as enrollment_id,
    bought.*,
    row_number() over (
      partition by made.id
      order by
        coalesce(bought.course_price, -1) desc,
        coalesce(bought.coupon_code, ''),
        coalesce(bought.offer, ''),
        coalesce(bought.discount_price, -1)
    ) as place
  from enterprise_enrollment as bought
  join lms_enterprise_enterprisecourseenrollment as made
    on made.enterprise_customer_user_id = bought.enterprise_user_id
    and made.course_id = bought.course_id
  join lms_student_courseenrollment as enrollment
    on enrollment.user_id = bought.lms_user_id
    and enrollment.course_id = bought.course_id
)
select
  candidates.enrollment_id,
  candidates.enterprise_enrollment_id,
  coalesce(consent.granted, false) as is_consent_granted,
  cast(null as varchar) as paid_by,
  candidates.user_current_enrollment_mode,
  cast(candidates.enrollment_created_timestamp as date) as enrollment_date,
  cast(candidates.unenrollment_timestamp as date) as unenrollment_date,
  cast(null as boolean) as unenrollment_end_within_date,
  cast(null as boolean) as is_refunded,
  cast(null as varchar) as seat_delivery_method,
  case when candidates.offer is not null then split_part(split_part(candidates.offer, '(#', 2), ')', 1) end as offer_id,
  candidates.offer as offer_name,
  case when candidates.offer is not null then split_part(candidates.offer, ',', 1) end as offer_type,
  candidates.coupon_code,
  candidates.coupon_name,
  cast(null as varchar) as contract_id,
  candidates.course_price as course_list_price,
  candidates.discount_price as amount_learner_paid,
  candidates.course_key,
  candidates.course_id as courserun_key,
  candidates.course_title,
  candidates.course_pacing_type,
  cast(candidates.course_start as date) as course_start_date,
  cast(candidates.course_end as date) as course_end_date,
  cast(candidates.course_duration_weeks as bigint) as course_duration_weeks,
  candidates.course_max_effort,
  candidates.course_min_effort,
  program.program_title as course_primary_program,
  program.program_type as primary_program_type,
  cast(null as varchar) as course_primary_subject,
  candidates.has_passed,
  candidates.last_activity_date,
  case
    when candidates.has_passed then 'Passed'
    when candidates.course_end < cast($to as timestamp) then 'Failed'
    else 'In Progress'
  end as progress_status,
  cast(candidates.passed_timestamp as date) as passed_date,
  candidates.current_grade,
  candidates.letter_grade,
  candidates.enterprise_user_id,
  candidates.user_email,
  cast(candidates.user_account_creation_timestamp as date) as user_account_creation_date,
  candidates.user_country_code,
  candidates.user_username,
  candidates.enterprise_name,
  candidates.enterprise_id as enterprise_customer_uuid,
  candidates.enterprise_sso_uid,
  '/enterprise/v1/enterprise-catalogs/'
  || substr(candidates.enterprise_id, 1, 8) || '-' || substr(candidates.enterprise_id, 9, 4) || '-'
  || substr(candidates.enterprise_id, 13, 4) || '-' || substr(candidates.enterprise_id, 17, 4) || '-'
  || substr(candidates.enterprise_id, 21) || '/courses/' || candidates.course_id as course_api_url,
  cast(null as bigint) as total_learning_time_seconds,
  candidates.coupon_code is not null or candidates.offer is not null as is_subsidy,
  cast(null as varchar) as course_product_line,
  cast(null as varchar) as budget_id
from candidates
left join consent_to_customer as consent
  on consent.username = candidates.user_username
  and consent.course_id = candidates.course_id
  and consent.enterprise_id = candidates.enterprise_id
left join one_row_per_program as program
  on program.course_id = candidates.course_id
  and program.place = 1
where candidates.place = 1
