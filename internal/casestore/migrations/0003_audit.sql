-- Who looked and who administered, chained by hash over the whole table; and which processes deliver.

-- +goose Up
create table audit_log (
    seq    bigint primary key,
    n      bigint not null unique,
    at     bigint not null,
    actor  text not null,
    action text not null,
    ref    text not null,
    why    text not null,
    hash   text not null
);
create table audit_head (
    id   bigint primary key,
    n    bigint not null,
    hash text not null
);
insert into audit_head (id, n, hash) values (1, 0, '');

-- A process that delivers, and the moment by the database's clock when it last said so.
create table processes (
    owner text primary key,
    beat  bigint not null
);

-- +goose Down
drop table processes;
drop table audit_head;
drop table audit_log;
