-- oldest reader: 1
-- {schema} stands for the schema's quoted name. Identifiers and event ids compare byte by byte (collate "C"): fast, letter case kept, and a beginning is a range of the index.
-- A NULL tenant is a tenant of its own: coalesce('=' || tenant, '') keeps it apart from ''. No foreign key leads from one table to another: publishers lock no row but their own.

create table {schema}.wms_webhook_meta (
    only_row             smallint primary key check (only_row = 1),
    schema_version       integer not null,
    oldest_reader        integer not null,
    instance_id          uuid    not null,
    subscription_version bigint  not null check (subscription_version >= 0)
);
insert into {schema}.wms_webhook_meta values (1, 0, 0, gen_random_uuid(), 0);

create table {schema}.wms_webhook_subscription (
    id               bigint generated always as identity primary key,
    version          bigint      not null,
    state            smallint    not null check (state between 0 and 3),
    enable_epoch     integer     not null,
    failed_in_row    integer     not null default 0 check (failed_in_row >= 0),
    wait_until       timestamptz,
    first_failure_at timestamptz,
    state_changed_at timestamptz not null,
    state_reason     text,
    tenant           text collate "C",
    key              text collate "C",
    name             text        not null,
    url              text        not null,
    event_types      text[]      not null,
    channels         text[]      not null,
    contract         text        not null,
    header_names     text[]      not null,
    schedule         interval[],
    deadline         interval    check (deadline > interval '0'),
    max_in_flight    integer     check (max_in_flight > 0),
    rate_count       integer     check (rate_count > 0),
    rate_per         interval    check ((rate_per is null) = (rate_count is null)),
    created_at       timestamptz not null,
    sealed           bytea       not null
) with (fillfactor = 70);
create index wms_webhook_subscription_active on {schema}.wms_webhook_subscription (id) where state = 0;
create index wms_webhook_subscription_version on {schema}.wms_webhook_subscription (version);
create index wms_webhook_subscription_wait on {schema}.wms_webhook_subscription (wait_until) where wait_until is not null;
create unique index wms_webhook_subscription_key on {schema}.wms_webhook_subscription (key, (coalesce('=' || tenant, ''))) where key is not null and state <> 3;

-- Numbers are taken before the rows are written: an event's deliveries are in delivery_ids, which also answers a duplicate when log and bodies are long gone.
create sequence {schema}.wms_webhook_event_key;
create sequence {schema}.wms_webhook_delivery_id;

create table {schema}.wms_webhook_event (
    key           bigint primary key,
    added_at      timestamptz not null,
    occurred_at   timestamptz not null,
    bodies_purged boolean     not null,
    id            text collate "C" not null,
    type          text collate "C" not null,
    tenant        text collate "C",
    trace_parent  text,
    subject       text collate "C",
    channels      jsonb,
    data_hash     bytea       not null,
    delivery_ids  bigint[]    not null
);
create unique index wms_webhook_event_id on {schema}.wms_webhook_event (id, (coalesce('=' || tenant, '')));
-- For the sweep: bodies go first, event ids later.
create index wms_webhook_event_added on {schema}.wms_webhook_event (bodies_purged, added_at);
create index wms_webhook_event_subject on {schema}.wms_webhook_event (subject) where subject is not null;

create table {schema}.wms_webhook_body (
    event_key bigint   not null,
    number    smallint not null,
    contract  text     not null,
    bytes     bytea,
    primary key (event_key, number)
);

-- Unfinished deliveries only. lane is the subscription, or 0 for what a person made due apart from the lanes. While token is not 0, due_at is the lease's end.
-- Every claim writes a new row version: a small table that is vacuumed early stays small.
create table {schema}.wms_webhook_delivery (
    id              bigint primary key,
    event_key       bigint      not null,
    subscription_id bigint      not null,
    lane            bigint      not null check (lane = 0 or lane = subscription_id),
    due_at          timestamptz not null,
    token           bigint      not null,
    back_due_at     timestamptz,
    latency         interval,
    claims          integer     not null check (claims >= 0),
    attempts        integer     not null check (attempts >= 0),
    steps           integer     not null check (steps >= 0),
    status          integer,
    body            smallint    not null,
    trigger         smallint    not null check (trigger between 0 and 3),
    failure         smallint    not null default 0
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.05);
-- A lane's own order, for claims; and the order of all lanes together, for looking which of them have work.
create index wms_webhook_delivery_lane on {schema}.wms_webhook_delivery (lane, due_at) with (fillfactor = 80);
create index wms_webhook_delivery_due on {schema}.wms_webhook_delivery (due_at, lane) with (fillfactor = 80);
create index wms_webhook_delivery_attempted on {schema}.wms_webhook_delivery (lane, id) where attempts > 0;

-- Finished deliveries. One that is being resent has a row in both tables until its resend ends.
create table {schema}.wms_webhook_delivery_log (
    id              bigint primary key,
    event_key       bigint      not null,
    subscription_id bigint      not null,
    finished_at     timestamptz not null,
    latency         interval,
    attempts        integer     not null,
    steps           integer     not null,
    status          integer,
    body            smallint    not null,
    state           smallint    not null check (state between 2 and 4),
    failure         smallint    not null,
    is_test         boolean     not null
);
create index wms_webhook_delivery_log_subscription on {schema}.wms_webhook_delivery_log (subscription_id, id);
create index wms_webhook_delivery_log_finished on {schema}.wms_webhook_delivery_log (finished_at);
create index wms_webhook_delivery_log_failed on {schema}.wms_webhook_delivery_log (subscription_id, id) where state = 3 and not is_test;

create table {schema}.wms_webhook_attempt (
    delivery_id bigint      not null,
    number      integer     not null check (number > 0),
    trigger     smallint    not null,
    failure     smallint    not null,
    status      integer,
    truncated   boolean     not null,
    started_at  timestamptz not null,
    next_at     timestamptz,
    latency     interval    not null,
    node        text        not null,
    rule        text        not null,
    answer      bytea       not null,
    primary key (delivery_id, number)
);
