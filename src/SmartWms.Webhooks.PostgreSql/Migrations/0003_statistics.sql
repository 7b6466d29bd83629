-- oldest reader: 1
-- Requests of one webhook in a quarter of an hour that ended alike and took about as long. Reads come by webhook: there is no other index.
create table {schema}.wms_webhook_attempt_count (
    subscription_id bigint      not null,
    since           timestamptz not null,
    attempts        bigint      not null check (attempts > 0),
    failure         smallint    not null,
    band            smallint    not null check (band >= 0),
    primary key (subscription_id, since, failure, band)
) with (fillfactor = 70);
