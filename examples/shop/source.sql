-- What the example reads: normalized tables.
create schema shop;

create table shop.customers (
    id integer primary key,
    name text not null,
    email text,
    joined date not null);

create table shop.orders (
    id bigint primary key,
    customer_id integer not null references shop.customers,
    placed timestamptz not null,
    status text not null,
    address jsonb not null);

create table shop.order_lines (
    order_id bigint not null references shop.orders,
    position smallint not null,
    sku text not null,
    quantity integer not null,
    price numeric(10, 2) not null,
    primary key (order_id, position));

insert into shop.customers
select n, 'Customer ' || n, case when n % 4 > 0 then format('customer%s@example.com', n) end, date '2019-01-01' + n * 3
  from generate_series(1, 60) n;

insert into shop.orders
select n, 1 + n % 60, timestamptz '2024-01-01 00:00:00Z' + n * interval '5 hours 17 minutes', (array['new', 'paid', 'shipped'])[1 + n % 3],
       jsonb_build_object('city', 'City ' || n % 10, 'zip', lpad((n * 37 % 100000)::text, 5, '0'), 'express', n % 5 = 0)
  from generate_series(1, 400) n;

insert into shop.order_lines
select n, p, 'SKU-' || (n * 13 + p * 7) % 500, 1 + (n + p) % 4, ((n * 31 + p * 17) % 20000) / 100.0
  from generate_series(1, 400) n, generate_series(1, 3) p
 where p <= 1 + n % 3;
