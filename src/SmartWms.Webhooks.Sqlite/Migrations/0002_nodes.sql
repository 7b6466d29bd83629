-- The processes that work on this file: what each last said of itself, every 10 seconds while it lives.
create table wms_webhook_node (
    instance     integer primary key,
    name         text    not null,
    role         integer not null check (role in (0, 1)),
    state        integer not null check (state in (0, 1)),
    version      text    not null,
    in_flight    integer not null check (in_flight >= 0),
    started_at   integer not null,
    last_seen_at integer not null
) strict;
