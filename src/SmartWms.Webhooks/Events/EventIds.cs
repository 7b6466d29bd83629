using System.Buffers.Binary;

namespace SmartWms.Webhooks.Events;

/// <summary>Makes event ids: <c>evt_</c> and a version 7 UUID (RFC 9562), so that they ascend with time and never repeat.</summary>
/// <remarks>The random half comes from the process's own generator, seeded by the system: an id is no secret, and asking the system for each one costs more than matching the event.</remarks>
internal static class EventIds
{
    private const string Prefix = "evt_";
    private const int Bytes = 16;

    public static string New(DateTimeOffset now) => string.Create(Prefix.Length + (2 * Bytes), now.ToUnixTimeMilliseconds(), static (text, milliseconds) =>
    {
        Span<byte> uuid = stackalloc byte[Bytes];
        Random.Shared.NextBytes(uuid);
        var version = (byte)(0x70 | (uuid[6] & 0x0F));
        BinaryPrimitives.WriteInt64BigEndian(uuid, (milliseconds << 16) | BinaryPrimitives.ReadUInt16BigEndian(uuid[6..]));
        uuid[6] = version;
        uuid[8] = (byte)(0x80 | (uuid[8] & 0x3F));
        Prefix.CopyTo(text);
        Convert.TryToHexStringLower(uuid, text[Prefix.Length..], out _);
    });
}
