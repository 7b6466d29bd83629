-- oldest reader: 1
-- Who did what.
create table {schema}.wms_webhook_audit (
    id              bigint generated always as identity primary key,
    at              timestamptz not null,
    subscription_id bigint,
    action          smallint    not null,
    actor           text,
    tenant          text collate "C",
    detail          text        not null
);
create index wms_webhook_audit_subscription on {schema}.wms_webhook_audit (subscription_id, id);
create index wms_webhook_audit_at on {schema}.wms_webhook_audit (at);
