-- Question: what was spent through each offer of a customer?
-- Grain: one offer and customer.
-- Rules: API 3.2 (enterprise_offer_aggregates). A purchase counts once, however many answers about consent its learner gave. What the
-- shop does not say of an offer (its limit, its state) is null.
with
one_row_per_purchase as (
  select distinct
    enterprise_id,
    enterprise_name,
    enterprise_user_id,
    course_id,
    offer,
    course_price,
    discount_price
  from enterprise_enrollment
  where offer is not null
)
select
  split_part(split_part(offer, '(#', 2), ')', 1) as offer_id,
  enterprise_id as enterprise_customer_uuid,
  enterprise_name,
  cast(null as varchar) as status,
  split_part(offer, ',', 1) as offer_type,
  cast(null as timestamp) as date_created,
  cast(null as varchar) as emails_for_usage_alert,
  split_part(offer, ',', 1) as discount_type,
  cast(trim(split_part(split_part(offer, ',', 2), '(#', 1)) as double) as discount_value,
  cast(null as double) as max_discount,
  coalesce(sum(course_price - discount_price), 0) as total_discount_ecommerce,
  coalesce(sum(course_price - discount_price), 0) as amount_of_offer_spent,
  cast(null as double) as percent_of_offer_spent,
  cast(null as double) as remaining_balance,
  cast(null as double) as amount_offer_spent_ocm,
  cast(null as double) as amount_offer_spent_exec_ed,
  coalesce(sum(discount_price), 0) as sum_amount_learner_paid,
  coalesce(sum(course_price), 0) as sum_course_price,
  cast($to as timestamp) as export_timestamp
from one_row_per_purchase
group by offer, enterprise_id, enterprise_name
