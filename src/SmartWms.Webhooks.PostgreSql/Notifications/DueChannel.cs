using System.Security.Cryptography;

namespace SmartWms.Webhooks.PostgreSql.Notifications;

/// <summary>Where nodes tell each other that something is due, and who this one is: what it said itself it need not hear.</summary>
internal sealed class DueChannel(string schema)
{
    public string Name { get; } = $"{schema}_due"[..Math.Min(63, schema.Length + 4)];

    public string Self { get; } = RandomNumberGenerator.GetHexString(16, lowercase: true);
}
