namespace SmartWms.Webhooks.Addresses;

/// <summary>An endpoint URL's host has no address: the look-up failed or answered nothing. Nothing was dialled.</summary>
/// <remarks>
/// The message holds no host name, so it can be logged; the resolver's own exception is inside and may hold one.
/// <see cref="HttpClient"/> hands it on as the inner exception of an <see cref="HttpRequestException"/>. Trying again later can help.
/// </remarks>
public sealed class AddressLookupException : Exception
{
    internal AddressLookupException(Exception? inner = null)
        : base("The look-up of the endpoint URL's host gave no address.", inner)
    {
    }
}
