-- Requests of one webhook in a quarter of an hour that ended alike and took about as long. Reads come by webhook: there is no other index.
create table wms_webhook_attempt_count (
    subscription_id integer not null,
    since           integer not null,
    failure         integer not null,
    band            integer not null check (band >= 0),
    attempts        integer not null check (attempts > 0),
    primary key (subscription_id, since, failure, band)
) strict, without rowid;
