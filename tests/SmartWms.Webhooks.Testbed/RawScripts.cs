using System.IO.Compression;

namespace SmartWms.Webhooks.Testbed;

/// <summary>Ready scripts for a <see cref="RawTcpReceiver"/>: the ways in which a receiver misbehaves.</summary>
public static class RawScripts
{
    /// <summary>Reads the request, then sends this text (Latin-1) as it stands and closes.</summary>
    public static Func<RawConnection, Task> Answer(string text) => async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.WriteAsync(text);
    };

    /// <summary>Sends this text before it has read anything, then reads on until the sender hangs up.</summary>
    public static Func<RawConnection, Task> AnswerEarly(string text) => async connection =>
    {
        await connection.WriteAsync(text);
        await connection.HangAsync();
    };

    /// <summary>A status line, then header lines until the sender hangs up.</summary>
    public static Func<RawConnection, Task> EndlessHeaders { get; } = async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.WriteAsync("HTTP/1.1 200 OK\r\n");
        for (var i = 0; ; i++)
        {
            await connection.WriteAsync($"X-Filler-{i}: {new string('x', 200)}\r\n");
        }
    };

    /// <summary>A body without an end, as fast as the sender reads.</summary>
    public static Func<RawConnection, Task> EndlessBody { get; } = async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.WriteAsync("HTTP/1.1 200 OK\r\n\r\n");
        var piece = new byte[16 * 1024];
        while (true)
        {
            await connection.WriteAsync(piece);
        }
    };

    /// <summary>200 whose small gzip body unpacks to this many bytes of zero.</summary>
    public static Func<RawConnection, Task> GzipBomb(int unpackedBytes)
    {
        var packed = Pack(unpackedBytes);
        return async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n");
            await connection.WriteAsync(packed);
        };
    }

    /// <summary>Sends the text one byte at a time, each when its signal (numbered from 0) has completed.</summary>
    public static Func<RawConnection, Task> Drip(string text, Func<int, Task> beforeByte) => async connection =>
    {
        await connection.ReadRequestAsync();
        for (var i = 0; i < text.Length; i++)
        {
            await beforeByte(i).WaitAsync(connection.Stopping);
            await connection.WriteAsync(text[i].ToString());
        }
    };

    /// <summary>Reads the request and never answers.</summary>
    public static Func<RawConnection, Task> Silence { get; } = async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.HangAsync();
    };

    /// <summary>Resets as soon as the connection stands.</summary>
    public static Func<RawConnection, Task> ResetAtOnce { get; } = connection =>
    {
        connection.Reset();
        return Task.CompletedTask;
    };

    /// <summary>Reads the whole request, then resets: the sender cannot know whether it was handled.</summary>
    public static Func<RawConnection, Task> ResetAfterRequest { get; } = async connection =>
    {
        await connection.ReadRequestAsync();
        connection.Reset();
    };

    /// <summary>Reads the request and closes politely without a byte.</summary>
    public static Func<RawConnection, Task> CloseAfterRequest { get; } = connection => connection.ReadRequestAsync();

    private static byte[] Pack(int unpackedBytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[64 * 1024];
            for (var left = unpackedBytes; left > 0; left -= zeros.Length)
            {
                gzip.Write(zeros, 0, Math.Min(left, zeros.Length));
            }
        }

        return packed.ToArray();
    }
}
