-- What failed, newest first: few rows among very many that did not, and the first that a person asks for.
create index wms_webhook_delivery_log_failures on wms_webhook_delivery_log (state) where state = 3;

-- One tenant's trail, newest first.
create index wms_webhook_audit_tenant on wms_webhook_audit (tenant, id);
