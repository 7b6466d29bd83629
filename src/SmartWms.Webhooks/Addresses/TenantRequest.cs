namespace SmartWms.Webhooks.Addresses;

/// <summary>A request that says for whom it is made, so that the look-ups of one tenant leave room for those of the others.</summary>
internal sealed class TenantRequest(string? tenant) : HttpRequestMessage
{
    public string? Tenant => tenant;
}
