-- Officers who stepped aside from a case, as ",o-1,o-2,": they are told nothing of it and do not see it.

-- +goose Up
alter table bells add column aside text not null default '';

-- +goose Down
alter table bells drop column aside;
