namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>A page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">Give it back as the list's <c>after</c> or <c>before</c> for the next page; <see langword="null"/> when nothing follows.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
