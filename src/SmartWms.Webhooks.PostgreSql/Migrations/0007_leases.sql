-- oldest reader: 7
-- A claim wrote the lease's end into due_at, and so an entry into each index that holds it. Now due_at says when a delivery is due, whoever is sending it, and the lease ends in a
-- column that no index holds: a claim is a HOT update, for which its page needs room. A row that was leased before is due when its lease ends, as it was.
-- An older package takes what is due whether it is leased or not: it cannot work on these tables.
alter table {schema}.wms_webhook_delivery add column if not exists lease_until timestamptz;
alter table {schema}.wms_webhook_delivery set (fillfactor = 45);
