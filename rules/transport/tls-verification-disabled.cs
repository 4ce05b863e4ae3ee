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
