-- Question: what did the learners of a customer do lately, and before? One row.
-- Rules: API 2.9 (insights), API 3.2.
select
  enterprise_customer_uuid, enterprise_customer_name, enrolls, enrolls_prior, passed, passed_prior, engage, engage_prior, hours,
  hours_prior, contract_end_date, active_contract, created as created_at
from enterprise_admin_summarize_insights
where enterprise_customer_uuid = lower(replace(:enterprise_uuid, '-', ''))
