namespace SmartWms.Webhooks.Addresses;

/// <summary>A connection was refused by <see cref="AddressPolicy"/> before anything was dialled.</summary>
/// <remarks>
/// The message holds neither host nor address, so it can be logged. <see cref="HttpClient"/> hands it on as the inner exception of an
/// <see cref="HttpRequestException"/>.
/// </remarks>
public sealed class AddressBlockedException : Exception
{
    internal AddressBlockedException(AddressVerdict verdict)
        : base(Sentence(verdict)) => Verdict = verdict;

    /// <summary>Why; never <see cref="AddressVerdict.Public"/> or <see cref="AddressVerdict.InAllowedNetwork"/>.</summary>
    public AddressVerdict Verdict { get; }

    private static string Sentence(AddressVerdict verdict) => verdict switch
    {
        AddressVerdict.Metadata => "Blocked: the endpoint URL leads to a cloud metadata or link-local address. These are never dialled.",
        AddressVerdict.Own => "Blocked: the endpoint URL leads back to this machine. A host allows that with AddressPolicy.AllowedNetworks.",
        AddressVerdict.PortNotAllowed => "Blocked: the endpoint URL's port is none of AddressPolicy.AllowedPorts.",
        _ => "Blocked: the endpoint URL leads to an address that is not public. A host allows its own networks with AddressPolicy.AllowedNetworks.",
    };
}
