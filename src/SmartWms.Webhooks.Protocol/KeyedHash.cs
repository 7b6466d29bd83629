using System.Security.Cryptography;

namespace SmartWms.Webhooks.Protocol;

/// <summary>HMAC-SHA256 under one key, from any number of threads at once.</summary>
internal sealed class KeyedHash(byte[] key)
{
    // Keying costs as much as hashing a small body, so one keyed hash is kept. A second thread that comes while it is out makes its own:
    // a slot a secret stays small with many secrets, where a slot a thread and secret would not.
    private IncrementalHash? _spare;

    public byte[] Compute(byte[] head, Bytes body)
    {
        var hash = Interlocked.Exchange(ref _spare, null) ?? IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(head);
        hash.AppendData(body);
        var result = hash.GetHashAndReset();

        // Given back only after a hash that came to its end, so no half-read body is ever in it.
        Interlocked.Exchange(ref _spare, hash)?.Dispose();
        return result;
    }
}
