-- Question: what was spent through the offers of a customer? One row per offer.
-- Rules: API 2.9 (offers), API 3.2.
select
  offer_id, enterprise_customer_uuid, enterprise_name, status, offer_type, date_created, emails_for_usage_alert, discount_type,
  discount_value, max_discount, total_discount_ecommerce, amount_of_offer_spent, percent_of_offer_spent, remaining_balance,
  amount_offer_spent_ocm, amount_offer_spent_exec_ed, sum_amount_learner_paid, sum_course_price, export_timestamp
from enterprise_offer_aggregates
where enterprise_customer_uuid = lower(replace(:enterprise_uuid, '-', ''))
  and (:offer_id is null or offer_id = replace(:offer_id, '-', ''))
  and (:status is null or status = :status)
order by offer_id
