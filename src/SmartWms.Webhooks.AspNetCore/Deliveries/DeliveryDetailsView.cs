using System.Text;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.AspNetCore.Deliveries;

/// <summary>A delivery with all that is known of it.</summary>
/// <param name="Delivery">Its row.</param>
/// <param name="Contract">In which its body was rendered.</param>
/// <param name="Body">What is sent; <see langword="null"/> once purged.</param>
/// <param name="Attempts">By number.</param>
internal sealed record DeliveryDetailsView(DeliveryView Delivery, string Contract, string? Body, IReadOnlyList<AttemptView> Attempts)
{
    public static DeliveryDetailsView Of(DeliveryDetails details) => new(
        DeliveryView.Of(details.Delivery), details.Contract, details.Body is null ? null : Encoding.UTF8.GetString(details.Body), [.. details.Attempts.Select(AttemptView.Of)]);
}
