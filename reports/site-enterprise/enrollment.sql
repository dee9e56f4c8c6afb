-- Question: what became of the enrollments that customers made?
-- Grain: one enrollment by a customer, once for each answer about consent and each purchase.
-- Rules: EN 9.2: consent goes by learner and course, not by customer; of the lines of one learner and course only the dearest
-- count; a line that is paid back counts not at all.
with
last_activity as (
  select course_id, user_id, max(day) as last_activity_date
  from facts_activity
  where day < $to
  group by course_id, user_id
),
one_row_per_sign_in as (
  select
    user_id,
    split_part(uid, ':', -1) as enterprise_sso_uid,
    row_number() over (partition by user_id order by id desc) as place
  from lms_social_auth_usersocialauth
  where provider = 'tpa-saml'
),
one_row_per_consent as (
  select distinct username, course_id, granted
  from lms_consent_datasharingconsent
),
lines_paid_back as (
  select order_line_id
  from lms_refund_refundline
  where order_line_id is not null
  group by order_line_id
  having sum(case when status <> 'Complete' then 1 else 0 end) = 0
),
uuids_of_products as (
  select distinct value.product_id, value.value_text as uuid
  from lms_catalogue_productattributevalue as value
  join lms_catalogue_productattribute as attribute
    on attribute.id = value.attribute_id
  where attribute.code = 'UUID'
),
one_row_per_line_and_uuid as (
  select
    line.id as line_id,
    line.order_id,
    sale.user_id,
    product.course_id,
    uuids.uuid,
    line.line_price_before_discounts_excl_tax as price
  from lms_order_line as line
  join lms_order_order as sale
    on sale.id = line.order_id
  join lms_catalogue_product as product
    on product.id = line.product_id
  left join uuids_of_products as uuids
    on uuids.product_id = product.id
  left join lines_paid_back as paid_back
    on paid_back.order_line_id = line.id
  where paid_back.order_line_id is null
),
dearest as (
  select user_id, course_id, uuid, max(price) as price
  from one_row_per_line_and_uuid
  group by user_id, course_id, uuid
),
lines_that_count as (
  select line.*
  from one_row_per_line_and_uuid as line
  join dearest
    on dearest.user_id = line.user_id
    and dearest.course_id = line.course_id
    and dearest.price = line.price
  union
  select line.*
  from one_row_per_line_and_uuid as line
  join dearest
    on dearest.user_id = line.user_id
    and dearest.uuid = line.uuid
    and dearest.price = line.price
),
one_row_per_course_bought as (
  select line_id, order_id, user_id, course_id, price
  from lines_that_count
  where course_id is not null
  union
  select line.line_id, line.order_id, line.user_id, enrollment.course_id, line.price
  from lines_that_count as line
  join lms_order_order as sale
    on sale.id = line.order_id
  join lms_entitlements_courseentitlement as entitlement
    on replace(entitlement.course_uuid, '-', '') = replace(line.uuid, '-', '')
    and entitlement.order_number = sale.number
  join lms_student_courseenrollment as enrollment
    on enrollment.id = entitlement.enrollment_course_run_id
  where line.course_id is null
),
lines_of_orders as (
  select order_id, count(*) as lines
  from lms_order_line
  group by order_id
),
one_row_per_discount as (
  select
    discount.order_id,
    voucher.name as coupon_name,
    voucher.code as coupon_code,
    case
      when offer.offer_type is distinct from 'Voucher' then
        case
          when benefit.proxy_class is null then benefit.type
          when strpos(benefit.proxy_class, 'Percentage') > 0 then 'Percentage'
          else 'Absolute'
        end
        || ', '
        || case
          when benefit.value = floor(benefit.value) then cast(cast(benefit.value as bigint) as varchar)
          else cast(benefit.value as varchar)
        end
        || ' (#' || cast(offer.id as varchar) || ')'
    end as offer
  from lms_order_orderdiscount as discount
  left join lms_voucher_voucher as voucher
    on voucher.id = discount.voucher_id
  left join lms_offer_conditionaloffer as offer
    on offer.id = discount.offer_id
  left join lms_offer_benefit as benefit
    on benefit.id = offer.benefit_id
),
one_row_per_purchase as (
  select distinct
    customer.username,
    bought.course_id,
    bought.price as course_price,
    case when lines.lines = 1 then sale.total_incl_tax end as discount_price,
    discount.coupon_name,
    discount.coupon_code,
    discount.offer
  from one_row_per_course_bought as bought
  join lms_order_order as sale
    on sale.id = bought.order_id
  join lines_of_orders as lines
    on lines.order_id = bought.order_id
  join lms_ecommerce_user as customer
    on customer.id = bought.user_id
  left join one_row_per_discount as discount
    on discount.order_id = bought.order_id
),
one_row_per_catalog_entry as (
  select
    *,
    row_number() over (
      partition by course_id
      order by catalog_course, catalog_course_title, start_time, end_time
    ) as place
  from lms_course_runs
)
select distinct
  replace(customer.uuid, '-', '') as enterprise_id,
  customer.name as enterprise_name,
  link.user_id as lms_user_id,
  link.id as enterprise_user_id,
  enrollment.course_id,
  enrollment.created as enrollment_created_timestamp,
  enrollment.mode as user_current_enrollment_mode,
  consent.granted as consent_granted,
  grade.letter_grade,
  grade.passed_timestamp is not null and coalesce(grade.letter_grade, '') <> '' as has_passed,
  grade.passed_timestamp,
  sign_in.enterprise_sso_uid,
  customer.site_id as enterprise_site_id,
  run.catalog_course_title as course_title,
  run.start_time as course_start,
  run.end_time as course_end,
  run.pacing_type as course_pacing_type,
  cast(
    case
      when run.pacing_type = 'self_paced' then run.weeks_to_complete
      else cast(
        ceil((cast(cast(run.end_time as date) as integer) - cast(cast(run.start_time as date) as integer)) / 7.0) as bigint
      )
    end as varchar
  ) as course_duration_weeks,
  run.min_effort as course_min_effort,
  run.max_effort as course_max_effort,
  account.date_joined as user_account_creation_timestamp,
  account.email as user_email,
  account.username as user_username,
  run.catalog_course as course_key,
  profile.country as user_country_code,
  activity.last_activity_date,
  purchase.coupon_name,
  purchase.coupon_code,
  purchase.offer,
  grade.percent_grade as current_grade,
  purchase.course_price,
  purchase.discount_price,
  summary.last_unenrollment_time as unenrollment_timestamp
from lms_enterprise_enterprisecourseenrollment as made
join lms_enterprise_enterprisecustomeruser as link
  on link.id = made.enterprise_customer_user_id
join lms_enterprise_enterprisecustomer as customer
  on replace(customer.uuid, '-', '') = replace(link.enterprise_customer_id, '-', '')
join lms_student_courseenrollment as enrollment
  on enrollment.user_id = link.user_id
  and enrollment.course_id = made.course_id
join lms_auth_user as account
  on account.id = link.user_id
join lms_auth_userprofile as profile
  on profile.user_id = link.user_id
join one_row_per_catalog_entry as run
  on run.course_id = made.course_id
  and run.place = 1
left join run_enrollment_summary as summary
  on summary.course_id = made.course_id
  and summary.user_id = link.user_id
left join last_activity as activity
  on activity.course_id = made.course_id
  and activity.user_id = link.user_id
left join one_row_per_consent as consent
  on consent.username = account.username
  and consent.course_id = made.course_id
left join run_grades as grade
  on grade.course_id = made.course_id
  and grade.user_id = link.user_id
left join one_row_per_sign_in as sign_in
  on sign_in.user_id = link.user_id
  and sign_in.place = 1
left join one_row_per_purchase as purchase
  on purchase.username = account.username
  and purchase.course_id = made.course_id
where link.linked
  and customer.name is not null
  and enrollment.created is not null
  and enrollment.mode is not null
