-- oldest reader: 8
-- Most deliveries have one attempt, the accepted one, and most events one body: each stands in the row that is written anyway, an insert and an entry of an index less.
-- started_at says that the attempt is there (its number is attempts), contract that the body is. What was written before stays in the tables of the other attempts and bodies.
-- An older package looks for every body in the table of bodies: it cannot work on these tables.
alter table {schema}.wms_webhook_delivery_log
    add column if not exists started_at timestamptz,
    add column if not exists truncated  boolean,
    add column if not exists node       text,
    add column if not exists rule       text,
    add column if not exists answer     bytea;
alter table {schema}.wms_webhook_event
    add column if not exists contract text,
    add column if not exists bytes    bytea;
