create schema if not exists staging;
create or replace view staging.orders as
select id as order_id, customer_id, cast(ordered_at as date) as ordered_on, status = 'paid' as is_paid
from raw.orders;

create or replace view staging.order_lines as
select l.*, p.title, p.category, p.price as list_price
from raw.order_lines as l
join raw.products as p on p.id = l.product_id;
