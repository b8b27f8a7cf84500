create table if not exists picture (id bigint primary key, name text not null);
