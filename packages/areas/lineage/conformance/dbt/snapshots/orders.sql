{% snapshot orders_by_time %}
{{ config(target_schema='history', unique_key='id', strategy='timestamp', updated_at='updated_at') }}
select id, price, updated_at from {{ ref('stg_orders') }}
{% endsnapshot %}
{% snapshot orders_by_check %}
{{ config(target_schema='history', unique_key='id', strategy='check', check_cols=['status']) }}
select id, status from {{ ref('stg_orders') }}
{% endsnapshot %}
