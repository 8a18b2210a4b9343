create schema if not exists staging;
create or replace view staging.customers as
select id as customer_id, trim(name) as customer_name, lower(email) as email, country, created_at
from raw.customers;
