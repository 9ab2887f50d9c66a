-- The case log, its projections and what leaves the house. One text for SQLite and PostgreSQL: times are Unix
-- milliseconds (0: none), ids are made by the store, sealed columns are bytea and hold ciphertext only.

-- +goose Up
create table counters (
    name text primary key,
    n    bigint not null
);

-- A projection of the log: where each case stands. Nothing in clear here tells who reported or what was said.
create table cases (
    ref           text primary key,
    draft         text not null unique,
    urgency       text not null,
    rank          bigint not null,
    category      text not null,
    state         text not null,
    unit          text not null default '',
    municipality  text not null default '',
    lang          text not null default '',
    source        text not null default '',
    reasons       text not null,
    opened_at     bigint not null,
    sent_at       bigint not null default 0,
    taken_at      bigint not null default 0,
    closed_at     bigint not null default 0,
    close_reason  text not null default '',
    changed       bigint not null,
    version       bigint not null,
    silent        boolean not null default false,
    purge_at      bigint not null default 0,
    code_mac      text not null unique,
    code_sealed   bytea,
    signal_sealed bytea,
    way_sealed    bytea,
    log_n         bigint not null default 0,
    log_hash      text not null default ''
);
create index cases_by_urgency on cases (rank desc, opened_at, ref);
create index cases_by_state on cases (state, rank desc, opened_at);
create index cases_to_purge on cases (purge_at) where purge_at > 0;

-- A case's key, wrapped once for each recipient. Deleting the rows of a case is what purges it.
create table case_keys (
    ref       text not null references cases (ref),
    recipient text not null,
    wrap      bytea not null,
    primary key (ref, recipient)
);

create table bells (
    ref      text not null references cases (ref),
    unit     text not null,
    part     text not null,
    since    bigint not null,
    step     bigint not null,
    next     bigint not null,
    taken_by text not null,
    taken_at bigint not null,
    acted    bigint not null,
    nudged   boolean not null,
    round    bigint not null default 0,
    primary key (ref, unit)
);
create index bells_due on bells (next) where next > 0;
create index bells_by_unit on bells (unit, ref);

-- Append only. Entries of one case are chained by hash; cases.log_n and log_hash are the end of the chain.
create table case_log (
    seq    bigint primary key,
    ref    text not null references cases (ref),
    n      bigint not null,
    at     bigint not null,
    kind   text not null,
    unit   text not null,
    actor  text not null,
    data   text not null,
    sealed bytea,
    hash   text not null,
    unique (ref, n)
);

create table deliveries (
    id       bigint primary key,
    ref      text not null references cases (ref),
    unit     text not null,
    kind     text not null,
    step     bigint not null,
    officer  text not null,
    endpoint text not null,
    event    bigint not null,
    state    text not null,
    attempt  bigint not null default 0,
    doubtful boolean not null default false,
    unwanted boolean not null default false,
    seen_at  bigint not null default 0,
    repeats  bigint not null default 0,
    cause    text not null default '',
    message  bytea,
    owner    text not null default '',
    created  bigint not null,
    next_try bigint not null default 0,
    done     bigint not null default 0,
    unique (ref, unit, kind, step, officer, endpoint, event)
);
create index deliveries_unfinished on deliveries (state, created) where state in ('queued', 'delayed', 'sending');
create index deliveries_failed on deliveries (done) where state = 'failed';

create table attachments (
    id    text primary key,
    ref   text not null references cases (ref),
    kind  text not null,
    type  text not null,
    bytes bigint not null,
    at    bigint not null
);
create index attachments_by_case on attachments (ref);

-- +goose Down
drop table attachments;
drop table deliveries;
drop table case_log;
drop table bells;
drop table case_keys;
drop table cases;
drop table counters;
