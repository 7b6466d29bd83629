namespace InYourTransaction;

/// <summary>An event's data; contracts write its names as they like them (<c>orderId</c>, <c>order_id</c>).</summary>
internal sealed record Shipped(string OrderId);
