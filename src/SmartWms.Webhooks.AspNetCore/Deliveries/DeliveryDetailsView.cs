using System.Text;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.AspNetCore.Deliveries;

/// <summary>A delivery with all that is known of it.</summary>
/// <param name="Delivery">Its row.</param>
/// <param name="Contract">In which its body was rendered.</param>
/// <param name="Body">What is sent; <see langword="null"/> once purged.</param>
/// <param name="AttemptsLeftOut">How many attempts were made between the first and those that follow it here.</param>
/// <param name="Attempts">By number: the first and the newest.</param>
internal sealed record DeliveryDetailsView(DeliveryView Delivery, string Contract, string? Body, int AttemptsLeftOut, IReadOnlyList<AttemptView> Attempts)
{
    public static DeliveryDetailsView Of(DeliveryDetails details) => new(
        DeliveryView.Of(details.Delivery), details.Contract, details.Body is null ? null : Encoding.UTF8.GetString(details.Body), details.AttemptsLeftOut,
        [.. details.Attempts.Select(AttemptView.Of)]);
}
