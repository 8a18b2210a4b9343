{{ config(materialized='ephemeral') }}
select id, customer_id, price * 2 as twice from {{ ref('stg_orders') }} where status = 'paid'
