namespace SmartWms.Webhooks.Deliveries;

/// <summary>What became of one record.</summary>
/// <param name="Accepted"><see langword="false"/>: the lease was lost, someone else owns the delivery, and nothing was written.</param>
/// <param name="DisabledSubscription">This record disabled its subscription.</param>
/// <param name="FailedInARow">Deliveries of the subscription that ended Failed since its last success, after this record; 0 unless this delivery ended Failed.</param>
public readonly record struct RecordResult(bool Accepted, bool DisabledSubscription = false, int FailedInARow = 0);
