-- oldest reader: 1
-- The nodes that work on this database: what each last said of itself, every 10 seconds while it lives. Each writes its own row only.
create table {schema}.wms_webhook_node (
    instance     bigint primary key,
    name         text collate "C" not null,
    role         smallint    not null check (role in (0, 1)),
    state        smallint    not null check (state in (0, 1)),
    version      text        not null,
    in_flight    integer     not null check (in_flight >= 0),
    started_at   timestamptz not null,
    last_seen_at timestamptz not null
) with (fillfactor = 50);
