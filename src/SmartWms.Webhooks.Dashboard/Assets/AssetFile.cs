using System.IO.Compression;
using System.Security.Cryptography;

namespace SmartWms.Webhooks.Dashboard.Assets;

/// <summary>A file of ours that browsers keep forever: its name holds its hash, the same on every node.</summary>
internal sealed class AssetFile
{
    public AssetFile(string name, string contentType)
    {
        using var resource = typeof(AssetFile).Assembly.GetManifestResourceStream(name)!;
        using var buffer = new MemoryStream();
        resource.CopyTo(buffer);
        Bytes = buffer.ToArray();
        ContentType = contentType;
        FileName = $"{Path.GetFileNameWithoutExtension(name)}.{Convert.ToHexStringLower(SHA256.HashData(Bytes).AsSpan(0, 8))}{Path.GetExtension(name)}";
        Brotli = Compressed(stream => new BrotliStream(stream, CompressionLevel.SmallestSize));
        Gzip = Compressed(stream => new GZipStream(stream, CompressionLevel.SmallestSize));
    }

    public string FileName { get; }

    public string Address => $"{AssetFiles.Folder}/{FileName}";

    public string ContentType { get; }

    public byte[] Bytes { get; }

    public byte[] Brotli { get; }

    public byte[] Gzip { get; }

    private byte[] Compressed(Func<Stream, Stream> compress)
    {
        using var buffer = new MemoryStream();
        using (var stream = compress(buffer))
        {
            stream.Write(Bytes);
        }

        return buffer.ToArray();
    }
}
