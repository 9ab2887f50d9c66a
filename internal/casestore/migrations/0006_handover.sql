-- A case that was handed to another unit comes back to the one that handed it over, unless it is taken there.

-- +goose Up
alter table bells add column handed_by text not null default '';

-- +goose Down
alter table bells drop column handed_by;
