using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dataflux.IntegrationTests.S3;

/// <summary>
/// Stands for AWS STS, which no test machine has: gives the credentials of the S3 server for every role that is assumed, with
/// the session tokens <c>token-1</c>, <c>token-2</c> and so on.
/// </summary>
internal sealed class TokenService : LoopbackProxy
{
    private readonly TimeSpan _life;
    private readonly Lock _gate = new();
    private readonly List<string> _requests = [];

    internal TokenService(TimeSpan life)
    {
        _life = life;
        Listen();
    }

    internal string Url => $"http://{Address}";

    /// <summary>The forms that were sent.</summary>
    internal IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    private protected override async Task ServeAsync(Socket client)
    {
        using (client)
        {
            try
            {
                await using var stream = new NetworkStream(client);
                using var reader = new StreamReader(stream, Encoding.ASCII);
                var length = 0;
                while (await reader.ReadLineAsync(Stop) is { Length: > 0 } header)
                {
                    if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                        length = int.Parse(header["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture);
                }

                var form = new char[length];
                await reader.ReadBlockAsync(form, Stop);
                lock (_gate)
                    _requests.Add(WebUtility.UrlDecode(new string(form)));

                await stream.WriteAsync(Encoding.ASCII.GetBytes(Answer(Requests.Count)), Stop);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or IOException)
            {
                // The client went away.
            }
        }
    }

    private string Answer(int number)
    {
        var body = $"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
            <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/dataflux</Arn><AssumedRoleId>A:dataflux</AssumedRoleId></AssumedRoleUser>
            <Credentials><AccessKeyId>{S3Server.AccessKey}</AccessKeyId><SecretAccessKey>{S3Server.Secret}</SecretAccessKey><SessionToken>token-{number}</SessionToken>
            <Expiration>{DateTime.UtcNow + _life:yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials>
            </AssumeRoleResult></AssumeRoleResponse>
            """;
        return $"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
    }
}
