create schema raw;
create table raw.customers (id integer, name varchar, email varchar, country varchar, created_at timestamp);
insert into raw.customers values
  (1, 'Ada', 'ada@example.com', 'GB', timestamp '2024-01-03 10:00:00'),
  (2, 'Bo', null, 'DK', timestamp '2024-02-11 09:30:00'),
  (3, 'Cleo', 'cleo@example.com', 'DK', timestamp '2024-02-12 09:30:00');
create table raw.products (id integer, title varchar, category varchar, price decimal(10, 2), weight_grams integer);
insert into raw.products values
  (10, 'Lamp', 'home', 30.00, 900), (11, 'Rug', 'home', 120.50, 4000), (12, 'Pen', 'office', 2.20, 12);
create table raw.orders (id integer, customer_id integer, ordered_at timestamp, status varchar, coupon varchar);
insert into raw.orders values
  (100, 1, timestamp '2024-03-01 12:00:00', 'paid', null),
  (101, 1, timestamp '2024-03-20 08:15:00', 'paid', 'SPRING'),
  (102, 2, timestamp '2024-04-02 19:00:00', 'cancelled', null),
  (103, 3, timestamp '2024-04-05 11:45:00', 'paid', null);
create table raw.order_lines (order_id integer, product_id integer, quantity integer, discount decimal(10, 2));
insert into raw.order_lines values
  (100, 10, 2, 0.00), (100, 12, 10, 0.10), (101, 11, 1, 0.00), (102, 10, 1, 0.00), (103, 12, 5, 0.00), (103, 11, 1, 0.20);
