-- The next thing that a case's unit must have done by a time, and when somebody is reminded of it.

-- +goose Up
alter table cases add column due_what text not null default '';
alter table cases add column due_at bigint not null default 0;
alter table cases add column remind_at bigint not null default 0;
create index cases_to_remind on cases (remind_at) where remind_at > 0;

-- +goose Down
drop index cases_to_remind;
alter table cases drop column remind_at;
alter table cases drop column due_at;
alter table cases drop column due_what;
