-- Requests that carry a key of their sender's own, so that one sent twice acts once and is answered the same. They are
-- kept for a day.

-- +goose Up
create table requests (
    mac    text primary key,
    body   text not null,
    at     bigint not null,
    answer bytea
);
create index requests_by_age on requests (at);

-- +goose Down
drop table requests;
