-- Question: in which country was a person last seen?
-- Grain: one person with any address.
-- Rules: EN 6.3: the last address decides, also when it cannot be located and an earlier one could.
with
one_row_per_person as (
  select
    user_id,
    first_value(ip order by time desc, ip desc) as ip
  from facts_location
  where cast(time as date) >= $from
    and cast(time as date) < $to
  group by user_id
)
select
  country_code(ip) as country_code,
  user_id
from one_row_per_person
