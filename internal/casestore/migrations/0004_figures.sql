-- What is counted: codes alone, no word of anybody. Figures stay when a case is purged.

-- +goose Up

-- What a case's reporter answered, as far as it is counted. The rest (urgency, kinds, place, times) is in cases.
create table figures (
    ref         text primary key,
    role        text not null,
    kind        text not null,
    setting     text not null,
    perpetrator text not null,
    age         text not null,
    sex         text not null,
    hash        text not null
);

-- Append only. Records of past registers, chained by hash; the counter "past" is the number of the last one. A record
-- that a file holds twice is told apart by its place among its equals.
create table past (
    n        bigint primary key,
    at       bigint not null,
    digest   text not null,
    repeated bigint not null,
    content  text not null,
    hash     text not null,
    unique (digest, repeated)
);

create index case_log_meetings on case_log (ref, n) where kind = 'meeting';

-- +goose Down
drop index case_log_meetings;
drop table past;
drop table figures;
