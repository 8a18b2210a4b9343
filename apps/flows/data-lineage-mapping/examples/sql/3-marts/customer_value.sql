create schema if not exists marts;
create or replace table marts.customer_value as
select
  c.customer_id,
  c.customer_name,
  c.country,
  coalesce(sum(v.value), 0) as lifetime_value,
  max(v.ordered_on) as last_order,
  row_number() over (partition by c.country order by coalesce(sum(v.value), 0) desc) as rank_in_country
from staging.customers as c
left join intermediate.order_values as v on v.customer_id = c.customer_id
group by c.customer_id, c.customer_name, c.country;
