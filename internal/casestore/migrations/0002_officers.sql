-- Who may act: officers by id, their one-time invites, console sessions and the units' API keys. Tokens are kept as
-- keyed hashes, chats sealed and found by a keyed hash.

-- +goose Up
create table officers (
    unit        text not null,
    id          text not null,
    role        text not null,
    chat_mac    text not null default '',
    chat_sealed bytea,
    console     boolean not null default false,
    mode        text not null default '',
    joined_at   bigint not null default 0,
    revoked_at  bigint not null default 0,
    primary key (unit, id)
);
create index officers_by_chat on officers (chat_mac) where chat_mac <> '';

create table invites (
    hash    text primary key,
    unit    text not null,
    officer text not null,
    role    text not null,
    purpose text not null,
    expires bigint not null,
    used_at bigint not null default 0
);
create index invites_by_officer on invites (unit, officer);

create table console_sessions (
    hash    text primary key,
    unit    text not null,
    officer text not null,
    expires bigint not null
);
create index console_sessions_by_officer on console_sessions (unit, officer);

create table api_keys (
    id         text primary key,
    unit       text not null,
    hash       text not null unique,
    created    bigint not null,
    revoked_at bigint not null default 0
);

-- +goose Down
drop table api_keys;
drop table console_sessions;
drop table invites;
drop table officers;
