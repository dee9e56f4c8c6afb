-- Question: which values are low, normal and high in a course? One row per metric and range.
-- Rules: API 2.8.
select metric, range_type, low_value, high_value, start_date, end_date
from module_engagement_metric_ranges
where course_id = :course_id
order by id
