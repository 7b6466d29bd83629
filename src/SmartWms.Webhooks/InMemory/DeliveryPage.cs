namespace SmartWms.Webhooks.InMemory;

/// <summary>Deliveries of neighbouring ids.</summary>
/// <param name="size">How many fit.</param>
internal sealed class DeliveryPage(int size)
{
    public DeliveryRow?[] Rows { get; } = new DeliveryRow?[size];

    public int Count { get; set; }
}
