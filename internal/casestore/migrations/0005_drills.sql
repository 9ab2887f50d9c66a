-- Drills: test alerts by the real ladder. They lie apart from the cases, so that none is ever counted as one.

-- +goose Up
create table drills (
    id    text primary key,
    at    bigint not null,
    actor text not null
);

create table drill_bells (
    drill   text not null references drills (id),
    unit    text not null,
    since   bigint not null,
    step    bigint not null,
    next    bigint not null,
    seen_by text not null default '',
    seen_at bigint not null default 0,
    primary key (drill, unit)
);
create index drill_bells_due on drill_bells (next) where next > 0;

create table drill_calls (
    drill    text not null references drills (id),
    unit     text not null,
    step     bigint not null,
    officer  text not null,
    endpoint text not null,
    state    text not null,
    cause    text not null default '',
    tries    bigint not null default 0,
    due      bigint not null,
    done     bigint not null default 0,
    seen_at  bigint not null default 0,
    primary key (drill, unit, step, officer, endpoint)
);
create index drill_calls_due on drill_calls (due) where due > 0;

-- +goose Down
drop table drill_calls;
drop table drill_bells;
drop table drills;
