-- By what cases are found beside each other, as keyed hashes alone, and which case waits for another's bell because the
-- same text came many times.

-- +goose Up
create table traits (
    ref  text not null references cases (ref),
    kind text not null,
    mac  text not null,
    at   bigint not null,
    primary key (ref, kind, mac)
);
create index traits_by_mac on traits (mac, at, ref);

create table joined (
    ref  text primary key references cases (ref),
    head text not null references cases (ref)
);
create index joined_by_head on joined (head);

-- +goose Down
drop table joined;
drop table traits;
