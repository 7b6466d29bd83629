-- Who did what. Ids are never given twice (autoincrement), so that pages stay as they were.
create table wms_webhook_audit (
    id              integer primary key autoincrement,
    at              integer not null,
    action          integer not null,
    subscription_id integer,
    actor           text,
    tenant          text,
    detail          text    not null
) strict;
create index wms_webhook_audit_subscription on wms_webhook_audit (subscription_id, id);
create index wms_webhook_audit_at on wms_webhook_audit (at);
