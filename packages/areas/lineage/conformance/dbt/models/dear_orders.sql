{{ config(materialized='ephemeral') }}
select id, customer_id, twice from {{ ref('paid_orders') }} where twice > 3
