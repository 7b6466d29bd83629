namespace SmartWms.Webhooks.FaultGate.Accounts;

/// <summary>One delivery as the tables say, read without the engine.</summary>
/// <param name="Delivery">Its id.</param>
/// <param name="Event">The event's id.</param>
/// <param name="Path">Where to.</param>
/// <param name="State">0 while unfinished; else 2 delivered, 3 failed, 4 cancelled.</param>
/// <param name="Attempts">As the delivery counts them.</param>
/// <param name="Records">Rows among the attempts.</param>
/// <param name="Successes">Those without a failure.</param>
/// <param name="LastNumber">The highest attempt number.</param>
/// <param name="Token">The lease it is held by, or 0.</param>
internal sealed record StoreRow(string Delivery, string Event, string Path, int State, int Attempts, int Records, int Successes, int LastNumber, long Token);
