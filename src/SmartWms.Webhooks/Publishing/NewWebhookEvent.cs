using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SmartWms.Webhooks.Publishing;

/// <summary>An event to be published: its type, its data, and what else is known of it. The data is serialised once, when it is published.</summary>
public sealed class NewWebhookEvent
{
    private readonly Func<JsonSerializerOptions?, byte[]> _render;

    private NewWebhookEvent(string type, bool followsContract, Func<JsonSerializerOptions?, byte[]> render, WebhookPublishOptions? options)
    {
        Options = options ?? new();
        Type = type;
        FollowsContract = followsContract;
        _render = render;
    }

    /// <summary>The event type.</summary>
    public string Type { get; }

    /// <summary>Id, tenant, channels and the like.</summary>
    public WebhookPublishOptions Options { get; init; }

    /// <summary>Whether property names follow each contract's naming. Source-generated and raw JSON go out as given in every contract.</summary>
    internal bool FollowsContract { get; }

    /// <summary>An event whose data is an object, serialised by reflection with each contract's naming.</summary>
    /// <typeparam name="T">The data's type.</typeparam>
    /// <param name="type">A registered event type, e.g. <c>order.shipped</c>.</param>
    /// <param name="data">Any object that System.Text.Json can write.</param>
    /// <param name="options">Id, tenant, channels and the like.</param>
    /// <returns>The event.</returns>
    [RequiresUnreferencedCode("Serialises by reflection. When trimming, give the JsonTypeInfo<T> of a JsonSerializerContext.")]
    [RequiresDynamicCode("Serialises by reflection. For native AOT, give the JsonTypeInfo<T> of a JsonSerializerContext.")]
    public static NewWebhookEvent Create<T>(string type, T data, WebhookPublishOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new NewWebhookEvent(type, true, json => JsonSerializer.SerializeToUtf8Bytes(data, json), options);
    }

    /// <summary>An event whose data is written as its source-generated metadata says, the same in every contract.</summary>
    /// <typeparam name="T">The data's type.</typeparam>
    /// <param name="type">A registered event type.</param>
    /// <param name="data">The data.</param>
    /// <param name="typeInfo">From a <c>JsonSerializerContext</c>.</param>
    /// <param name="options">Id, tenant, channels and the like.</param>
    /// <returns>The event.</returns>
    public static NewWebhookEvent Create<T>(string type, T data, JsonTypeInfo<T> typeInfo, WebhookPublishOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(typeInfo);
        return new NewWebhookEvent(type, false, _ => JsonSerializer.SerializeToUtf8Bytes(data, typeInfo), options);
    }

    /// <summary>An event whose data is JSON already; it goes out byte for byte as given.</summary>
    /// <param name="type">A registered event type.</param>
    /// <param name="utf8Json">One JSON value in UTF-8, without BOM and comments, at most 64 levels deep. Checked when published.</param>
    /// <param name="options">Id, tenant, channels and the like.</param>
    /// <returns>The event.</returns>
    public static NewWebhookEvent FromJson(string type, ReadOnlyMemory<byte> utf8Json, WebhookPublishOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new NewWebhookEvent(type, false, _ => JsonText.Checked(utf8Json), options);
    }

    /// <summary>The same event with its id and time fixed and its data written already.</summary>
    internal NewWebhookEvent Fixed(WebhookPublishOptions options, Func<JsonSerializerOptions?, byte[]> written) => new(Type, FollowsContract, written) { Options = options };

    /// <summary>The data's bytes with these settings; ignored unless <see cref="FollowsContract"/>.</summary>
    internal byte[] Render(JsonSerializerOptions? json) => _render(json);
}
