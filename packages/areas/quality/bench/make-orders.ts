/** The statement that makes orders of fifteen columns: numbers, codes, texts, times, with NULL here and there. */
export function makeOrders(rows: number): string {
  return `create or replace table orders as select
    i as order_id,
    (i * 7919) % ${Math.ceil(rows / 10)} as customer_id,
    (i * 31) % 5000 as product_id,
    ['open','paid','sent','returned','lost'][1 + i % 5] as status,
    ['DE','FR','US','JP','BR','IN'][1 + (i * 13) % 6] as country,
    case when i % 50 = 0 then null else printf('%05d', (i * 17) % 100000) end as zip,
    printf('+%d-%07d', 1 + i % 90, (i * 104729) % 10000000) as phone,
    printf('user%d@example.org', (i * 7919) % ${Math.ceil(rows / 10)}) as email,
    case when i % 3 = 0 then null else 'note ' || (i % 1000) end as note,
    (i * 37 % 100000) / 100.0::double as price,
    i % 20 + 1 as quantity,
    (i % 100) / 100.0::double as discount,
    date '2024-01-01' + cast(i % 365 as integer) as ordered_on,
    date '2024-01-03' + cast(i % 365 as integer) as sent_on,
    i % 7 = 0 as is_gift
  from range(${rows}) as r(i)`;
}

/** The same orders in Postgres. */
export function makeOrdersInPostgres(rows: number): string {
  const customers = Math.ceil(rows / 10);
  return `create table orders as select
    i as order_id,
    (i * 7919) % ${customers} as customer_id,
    (i * 31) % 5000 as product_id,
    (array['open','paid','sent','returned','lost'])[1 + i % 5] as status,
    (array['DE','FR','US','JP','BR','IN'])[1 + (i * 13) % 6] as country,
    case when i % 50 = 0 then null else lpad(((i * 17) % 100000)::text, 5, '0') end as zip,
    '+' || (1 + i % 90) || '-' || lpad(((i * 104729) % 10000000)::text, 7, '0') as phone,
    'user' || ((i * 7919) % ${customers}) || '@example.org' as email,
    case when i % 3 = 0 then null else 'note ' || (i % 1000) end as note,
    (i * 37 % 100000) / 100.0::double precision as price,
    i % 20 + 1 as quantity,
    (i % 100) / 100.0::double precision as discount,
    date '2024-01-01' + cast(i % 365 as integer) as ordered_on,
    date '2024-01-03' + cast(i % 365 as integer) as sent_on,
    i % 7 = 0 as is_gift
  from generate_series(0::bigint, ${rows - 1}::bigint) as i`;
}
