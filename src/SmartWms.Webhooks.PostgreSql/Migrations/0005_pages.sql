-- oldest reader: 1
-- What failed, newest first: few rows among very many that did not, and the first that a person asks for.
create index if not exists wms_webhook_delivery_log_failures on {schema}.wms_webhook_delivery_log (id) where state = 3;

-- One tenant's trail, newest first.
create index if not exists wms_webhook_audit_tenant on {schema}.wms_webhook_audit ((coalesce('=' || tenant, '')), id);
