using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.Net;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using SmartWms.Webhooks.Protocol;

namespace NetStandardReceiver
{
    /// <summary>Verifies what is posted to it. Runs on .NET Framework 4.8.</summary>
    public sealed class WebhookListener
    {
        private const int MaxBody = WebhookVerifier.MaxBodyLength;

        // The members always stand in this order. Your JSON library reads the rest.
        private static readonly Regex Head = new Regex("^\\{\"id\":\"([A-Za-z0-9_-]{1,128})\",\"type\":\"([a-z0-9_.]{1,128})\",");

        private readonly ConcurrentDictionary<string, bool> _known = new ConcurrentDictionary<string, bool>();
        private readonly WebhookVerifier _verifier;
        private readonly Func<DateTimeOffset> _clock;
        private readonly Action<string> _work;

        /// <summary>Makes one for a scheme; give both secrets while one is rotated.</summary>
        public WebhookListener(SignatureScheme scheme, string[] secrets, Func<DateTimeOffset> clock, Action<string> work)
        {
            _verifier = WebhookVerifier.For(scheme, secrets);
            _clock = clock;
            _work = work;
        }

        /// <summary>Listens for as long as the process lives.</summary>
        public async Task RunAsync(int port)
        {
            using (var listener = new HttpListener())
            {
                listener.Prefixes.Add("http://127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture) + "/");
                listener.Start();
                while (true)
                {
                    var context = await listener.GetContextAsync().ConfigureAwait(false);
                    _ = Task.Run(() => AnswerAsync(context));
                }
            }
        }

        private async Task AnswerAsync(HttpListenerContext context)
        {
            try
            {
                context.Response.StatusCode = await ReceiveAsync(context.Request).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException || exception is HttpListenerException)
            {
                context.Response.StatusCode = 400;      // the sender went away
            }

            context.Response.Close();
        }

        private async Task<int> ReceiveAsync(HttpListenerRequest request)
        {
            if (request.ContentLength64 > MaxBody)
            {
                return 413;
            }

            byte[] body;
            using (var buffer = new MemoryStream())
            {
                var piece = new byte[16 * 1024];
                int read;
                while ((read = await request.InputStream.ReadAsync(piece, 0, piece.Length).ConfigureAwait(false)) > 0)
                {
                    if (buffer.Length + read > MaxBody)
                    {
                        return 413;     // a chunked body says no length before
                    }

                    buffer.Write(piece, 0, read);
                }

                body = buffer.ToArray();
            }

            if (_verifier.Verify(body, name => request.Headers.GetValues(name), _clock()) != WebhookVerification.Valid)
            {
                return 401;
            }

            var head = Head.Match(System.Text.Encoding.UTF8.GetString(body));
            if (!head.Success)
            {
                return 400;
            }

            if (_known.TryAdd(head.Groups[1].Value, true))
            {
                _work(head.Groups[2].Value + " " + head.Groups[1].Value);       // yours: put it into a queue, work on it afterwards
            }

            return 200;
        }
    }
}
