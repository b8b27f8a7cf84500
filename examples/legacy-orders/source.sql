-- What the example reads: a table as it has grown over the years.
create schema legacy;

create table legacy.customers (
    no integer primary key,
    email text not null);

create table legacy.orders (
    no bigint primary key,
    customer_no integer not null references legacy.customers,
    placed timestamptz not null,
    state char(1) not null,
    total_cents bigint not null,
    tags text,
    shipping jsonb);

insert into legacy.customers select n, format('customer%s@example.com', n) from generate_series(1, 50) n;

insert into legacy.orders
select n, 1 + n % 50, timestamptz '2020-01-01 00:00:00Z' + n * interval '7 hours 13 minutes', substr('NPSC', 1 + n % 4, 1), n * 137 % 100000,
       case n % 3 when 0 then 'gift,express' when 1 then 'gift' end,
       case when n % 4 > 1 then jsonb_build_object('city', 'City ' || n % 10, 'parcels', jsonb_build_array(n, n + 1)) end
  from generate_series(1, 3000) n;
