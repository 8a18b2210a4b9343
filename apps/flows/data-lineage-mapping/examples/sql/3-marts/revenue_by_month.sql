create schema if not exists marts;
create or replace view marts.revenue_by_month as
select date_trunc('month', ordered_on) as month, sum(value) as revenue, count(*) as orders
from intermediate.order_values
group by 1;

create or replace view marts.everything as
select v.*, c.customer_name, md5(c.email) as email_hash
from intermediate.order_values as v
join staging.customers as c on c.customer_id = v.customer_id;
