namespace SmartWms.Webhooks.Addresses;

/// <summary>What <see cref="AddressPolicy"/> and <see cref="AddressGuard"/> say of an address. Only <see cref="Public"/> and <see cref="InAllowedNetwork"/> are dialled.</summary>
public enum AddressVerdict
{
    /// <summary>Refused: private, loopback, link-local, carrier NAT, multicast, documentation, tunnel or otherwise reserved, or it carries a scope id.</summary>
    NotPublic = 0,

    /// <summary>Refused, also inside an allowed network: link-local IPv4, or where a cloud hands its machines their credentials.</summary>
    Metadata,

    /// <summary>Refused: one of this machine's own addresses, in no allowed network.</summary>
    Own,

    /// <summary>Refused: the port is none of <see cref="AddressPolicy.AllowedPorts"/>.</summary>
    PortNotAllowed,

    /// <summary>Allowed: an ordinary address of the public internet.</summary>
    Public,

    /// <summary>Allowed: inside one of <see cref="AddressPolicy.AllowedNetworks"/>, even if it is this machine's own.</summary>
    InAllowedNetwork,
}
