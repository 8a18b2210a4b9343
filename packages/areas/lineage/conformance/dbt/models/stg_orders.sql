{{ config(materialized='view') }}
select id, customer_id, price, status, updated_at from {{ ref('raw_orders') }}
