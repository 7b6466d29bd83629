using System.Security.Cryptography;
using System.Text;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>When webhooks were paused and which secrets they had, as the people know who did it.</summary>
internal sealed class ManagementHistory
{
    private readonly Lock _lock = new();
    private readonly List<(string Path, DateTimeOffset From, DateTimeOffset To)> _pauses = [];
    private readonly List<(string Path, string Secret, DateTimeOffset From)> _secrets = [];
    private readonly Dictionary<string, DateTimeOffset> _over = [];

    public void Paused(string path, DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
        {
            _pauses.Add((path, from, to));
        }
    }

    /// <summary>From now on it may be used.</summary>
    public void Secret(string path, string secret)
    {
        lock (_lock)
        {
            _secrets.Add((path, secret, DateTimeOffset.UtcNow));
        }
    }

    /// <summary>From now on all before it are over.</summary>
    public void Rotated(string path, string secret)
    {
        lock (_lock)
        {
            foreach (var old in _secrets.Where(old => old.Path == path && old.Secret != secret))
            {
                _over.TryAdd(path + old.Secret, DateTimeOffset.UtcNow);
            }
        }
    }

    public IEnumerable<string> Judge(IReadOnlyList<ReceivedRequest> requests, TimeSpan slack)
    {
        foreach (var request in requests)
        {
            if (_pauses.Any(pause => pause.Path == request.Path && request.ArrivedAt > pause.From + slack && request.ArrivedAt < pause.To))
            {
                yield return $"paused: {request} arrived while the webhook had long been paused";
            }

            var signature = request.Header("X-SmartWMS-Signature");
            var secret = _secrets.FirstOrDefault(known => known.Path == request.Path && Signature(known.Secret, request.Body) == signature).Secret;
            if (secret is null || (_over.TryGetValue(request.Path + secret, out var over) && request.ArrivedAt > over + slack))
            {
                yield return $"secret: {request} was signed with {(secret is null ? "no secret of its webhook" : "a secret that had long been replaced")}";
            }
        }
    }

    private static string Signature(string secret, ReadOnlyMemory<byte> body) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body.Span));
}
