using System.Text.Json.Serialization;
using SmartWms.Webhooks.AspNetCore.Audit;
using SmartWms.Webhooks.AspNetCore.Deliveries;
using SmartWms.Webhooks.AspNetCore.Events;
using SmartWms.Webhooks.AspNetCore.Nodes;
using SmartWms.Webhooks.AspNetCore.Statistics;
using SmartWms.Webhooks.AspNetCore.Webhooks;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>How this API writes and reads JSON, whatever the host sets for its own: camelCase, and strict about what it is sent.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(WebhookForm))]
[JsonSerializable(typeof(WebhookChange))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(WebhookSecretView))]
[JsonSerializable(typeof(Page<WebhookView>))]
[JsonSerializable(typeof(PauseForm))]
[JsonSerializable(typeof(RotateForm))]
[JsonSerializable(typeof(TestForm))]
[JsonSerializable(typeof(RecoverForm))]
[JsonSerializable(typeof(CountView))]
[JsonSerializable(typeof(TestView))]
[JsonSerializable(typeof(Page<DeliveryView>))]
[JsonSerializable(typeof(DeliveryDetailsView))]
[JsonSerializable(typeof(Page<EventTypeView>))]
[JsonSerializable(typeof(PreviewForm))]
[JsonSerializable(typeof(PreviewView))]
[JsonSerializable(typeof(Page<NodeView>))]
[JsonSerializable(typeof(StatisticsView))]
[JsonSerializable(typeof(Page<StatisticsView>))]
[JsonSerializable(typeof(Page<WaitingView>))]
[JsonSerializable(typeof(Page<AuditView>))]
internal sealed partial class ApiJson : JsonSerializerContext;
