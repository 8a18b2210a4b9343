create schema if not exists intermediate;
create temp table paid_lines as
select l.order_id, l.product_id, l.category, l.quantity, l.list_price * (1 - l.discount) as unit_price
from staging.order_lines as l
join staging.orders as o on o.order_id = l.order_id
where o.is_paid;

create or replace table intermediate.order_values as
with totals as (
  select order_id, sum(quantity * unit_price) as value, count(distinct product_id) as products
  from paid_lines
  group by order_id
)
select o.order_id, o.customer_id, o.ordered_on, t.value, t.products
from staging.orders as o
join totals as t using (order_id);

create or replace table intermediate.category_values as
select category, sum(quantity) as pieces, sum(quantity * unit_price) as value
from paid_lines
group by category;
