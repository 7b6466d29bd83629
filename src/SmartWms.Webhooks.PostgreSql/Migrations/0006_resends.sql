-- oldest reader: 1
-- What a person made due apart from the lanes, by webhook: a claim may leave out those of some webhooks, however many they are.
-- The condition is lane = 0 in words that the planner cannot infer from it: no statement that asks for lane 0 is planned with this index.
create index if not exists wms_webhook_delivery_apart on {schema}.wms_webhook_delivery (subscription_id, due_at) where lane <> subscription_id;
