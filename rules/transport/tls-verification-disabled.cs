using System.Net;
using System.Net.Http;

public class Clients
{
    public HttpClient Make()
    {
        var handler = new HttpClientHandler();
        // ruleid: tls-verification-disabled
        handler.ServerCertificateCustomValidationCallback = (message, certificate, chain, errors) => true;
        // ruleid: tls-verification-disabled
        handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
        // ruleid: tls-verification-disabled
        ServicePointManager.ServerCertificateValidationCallback += (sender, certificate, chain, errors) => true;
        // ok: tls-verification-disabled
        handler.ServerCertificateCustomValidationCallback = (message, certificate, chain, errors) => Check(certificate);
        return new HttpClient(handler);
    }
}

public class Versions
{
    public void Set(HttpClientHandler handler)
    {
        // ruleid: weak-tls-version
        ServicePointManager.SecurityProtocol = SecurityProtocolType.Tls;
        // ok: weak-tls-version
        ServicePointManager.SecurityProtocol = SecurityProtocolType.Tls12;
        // ok: weak-tls-version
        ServicePointManager.SecurityProtocol &= ~SecurityProtocolType.Tls;
        // ruleid: weak-tls-version
        handler.SslProtocols = SslProtocols.Tls11;
        // ok: weak-tls-version
        handler.SslProtocols = SslProtocols.None;
    }
}

public class Callbacks
{
    // ruleid: tls-verification-disabled
    private static bool Any(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors) { return true; }

    // ok: tls-verification-disabled
    private static bool Checked(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
    {
        return errors == SslPolicyErrors.None;
    }

    public void Open(Stream stream)
    {
        // ruleid: tls-verification-disabled
        var any = new SslStream(stream, false, (sender, certificate, chain, errors) => true);
        // ok: tls-verification-disabled
        var one = new SslStream(stream, false, Checked);
    }
}
