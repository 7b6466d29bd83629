-- A claim leaves due_at alone and writes its lease's end here, in no index: it then changes the row's page only, not one of each lane's own in the index too.
-- Null: not leased. What is leased as this is applied has the lease's end as its due_at, and can be claimed from then on.
alter table wms_webhook_delivery add column lease_until integer;
