-- Times are UTC ticks (100 ns), so that they compare as integers. NULL tenant is a tenant of its own: coalesce(tenant, 0) keeps it apart from ''.

create table wms_webhook_meta (
    only_row             integer primary key check (only_row = 1),
    schema_version       integer not null,
    instance_id          text    not null,
    subscription_version integer not null check (subscription_version >= 0),
    next_event           integer not null,
    next_body            integer not null,
    next_delivery        integer not null,
    listed_to            integer not null
) strict;
insert into wms_webhook_meta values (1, 0, lower(hex(randomblob(16))), 0, 1, 1, 1, 0);

-- The columns that a claim reads stand first, so that it never follows a long row to its end.
create table wms_webhook_subscription (
    id               integer primary key,
    version          integer not null,
    state            integer not null check (state between 0 and 3),
    wait_until       integer,
    first_failure_at integer,
    failed_in_row    integer not null default 0 check (failed_in_row >= 0),
    enable_epoch     integer not null,
    state_changed_at integer not null,
    state_reason     text,
    tenant           text,
    key              text,
    name             text    not null,
    url              text    not null,
    event_types      text    not null check (json_valid(event_types)),
    channels         text    not null check (json_valid(channels)),
    contract         text    not null,
    header_names     text    not null check (json_valid(header_names)),
    schedule         text    check (json_valid(schedule)),
    deadline         integer check (deadline > 0),
    max_in_flight    integer check (max_in_flight > 0),
    rate_count       integer check (rate_count > 0),
    rate_per         integer check ((rate_per is null) = (rate_count is null)),
    created_at       integer not null,
    sealed           blob    not null
) strict;
create index wms_webhook_subscription_active on wms_webhook_subscription (id, wait_until) where state = 0;
create index wms_webhook_subscription_version on wms_webhook_subscription (version);
create unique index wms_webhook_subscription_key on wms_webhook_subscription (key, coalesce(tenant, 0)) where key is not null and state <> 3;

-- An event's deliveries have consecutive ids, and so have its further bodies: finding them needs no index. Its first body, mostly the only one, is in the row. purged: 1 its bodies, 2 its rows of the log too.
create table wms_webhook_event (
    key            integer primary key,
    first_delivery integer not null,
    delivery_count integer not null check (delivery_count >= 0),
    first_body     integer not null,
    body_count     integer not null check (body_count >= 0),
    purged         integer not null check (purged between 0 and 2),
    added_at       integer not null,
    occurred_at    integer not null,
    id             text    not null,
    type           text    not null,
    tenant         text,
    trace_parent   text,
    subject        text,
    channels       text,
    data_hash      blob    not null,
    contract       text,
    bytes          blob
) strict;
create unique index wms_webhook_event_id on wms_webhook_event (id, coalesce(tenant, 0));
-- For the sweep: bodies and rows of the log go first, event ids later.
create index wms_webhook_event_added on wms_webhook_event (purged, added_at);
create index wms_webhook_event_subject on wms_webhook_event (subject) where subject is not null;

-- The second body of an event and those after it. A delivery's body_key is 0 for the first.
create table wms_webhook_body (
    key       integer primary key,
    event_key integer not null,
    contract  text    not null,
    bytes     blob
) strict;

-- Unfinished deliveries only. lane is the subscription, or 0 for what a person made due apart from the lanes. While token is not 0, due_at is the lease's end.
create table wms_webhook_delivery (
    id              integer primary key,
    event_key       integer not null,
    subscription_id integer not null,
    lane            integer not null check (lane in (0, subscription_id)),
    body_key        integer not null,
    due_at          integer not null,
    token           integer not null,
    claims          integer not null check (claims >= 0),
    attempts        integer not null check (attempts >= 0),
    steps           integer not null check (steps >= 0),
    trigger         integer not null check (trigger between 0 and 3),
    back_due_at     integer,
    failure         integer not null default 0,
    status          integer,
    latency         integer
) strict;
create index wms_webhook_delivery_due on wms_webhook_delivery (lane, due_at);
create index wms_webhook_delivery_attempted on wms_webhook_delivery (lane, id) where attempts > 0;

-- Finished deliveries. One that is being resent has a row in both tables until its resend ends.
-- The attempt that was accepted stands in the row itself, as most deliveries have no other: its number is attempts, and started_at says that it is there.
create table wms_webhook_delivery_log (
    id              integer primary key,
    event_key       integer not null,
    subscription_id integer not null,
    body_key        integer not null,
    state           integer not null check (state between 2 and 4),
    failure         integer not null,
    finished_at     integer not null,
    attempts        integer not null,
    steps           integer not null,
    status          integer,
    latency         integer,
    is_test         integer not null check (is_test in (0, 1)),
    started_at      integer,
    truncated       integer,
    node            text,
    rule            text,
    answer          blob
) strict;
create index wms_webhook_delivery_log_failed on wms_webhook_delivery_log (subscription_id, id) where state = 3 and is_test = 0;

-- Rows of the log by subscription, those up to listed_to: an index filled thousands of rows at a time, as each row would otherwise write a page of its subscription's own.
create table wms_webhook_delivery_list (
    subscription_id integer not null,
    id              integer not null,
    primary key (subscription_id, id)
) strict, without rowid;

-- Every attempt but the accepted ones in the log.
create table wms_webhook_other_attempt (
    delivery_id integer not null,
    number      integer not null check (number > 0),
    trigger     integer not null,
    started_at  integer not null,
    latency     integer not null,
    status      integer,
    failure     integer not null,
    rule        text    not null,
    next_at     integer,
    truncated   integer not null,
    node        text    not null,
    answer      blob    not null,
    primary key (delivery_id, number)
) strict, without rowid;

create view wms_webhook_attempt as
    select delivery_id, number, trigger, started_at, latency, status, failure, rule, next_at, truncated, node, answer from wms_webhook_other_attempt
    union all
    select id, attempts, 0, started_at, latency, status, 0, rule, null, truncated, node, answer from wms_webhook_delivery_log where started_at is not null;
