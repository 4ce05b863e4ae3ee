import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.X509TrustManager;
import org.apache.http.conn.ssl.NoopHostnameVerifier;

class Trusting implements X509TrustManager {
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException();
    }

    // ruleid: tls-verification-disabled
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    public X509Certificate[] getAcceptedIssuers() {
        return null;
    }

    void open(HttpsURLConnection connection) {
        // ruleid: tls-verification-disabled
        connection.setHostnameVerifier((host, session) -> true);
        // ruleid: tls-verification-disabled
        connection.setHostnameVerifier(NoopHostnameVerifier.INSTANCE);
        // ok: tls-verification-disabled
        connection.setHostnameVerifier((host, session) -> host.equals("inner.example.com"));
    }
}

class Versions {
    void contexts() throws NoSuchAlgorithmException {
        // ruleid: weak-tls-version
        SSLContext.getInstance("SSLv3");
        // ruleid: weak-tls-version
        SSLContext.getInstance("TLSv1.1");
        // ok: weak-tls-version
        SSLContext.getInstance("TLSv1.2");
        // ok: weak-tls-version
        SSLContext.getInstance("TLS");
    }
}

class LoggingOnly implements X509TrustManager {
    // ok: tls-verification-disabled
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    // ruleid: tls-verification-disabled
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws java.security.cert.CertificateException {
        LOG.info("certificate of " + type);
    }

    public X509Certificate[] getAcceptedIssuers() {
        return null;
    }
}

class Engines extends javax.net.ssl.X509ExtendedTrustManager {
    // ruleid: tls-verification-disabled
    public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    // ok: tls-verification-disabled
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {
        inner.checkServerTrusted(chain, type, socket);
    }
}

class Mails {
    void send(org.apache.commons.mail.Email mail, org.apache.commons.mail.Email checked) {
        // ruleid: tls-verification-disabled
        mail.setSSLOnConnect(true);
        mail.setHostName("mail.example.com");
        // ok: tls-verification-disabled
        checked.setSSLOnConnect(true);
        checked.setSSLCheckServerIdentity(true);
    }

    void names() {
        // ruleid: tls-verification-disabled
        javax.net.ssl.HostnameVerifier any = (host, session) -> true;
        // ok: tls-verification-disabled
        javax.net.ssl.HostnameVerifier one = (host, session) -> host.equals("inner.example.com");
    }

    void clients(okhttp3.ConnectionSpec.Builder builder, javax.net.ssl.SSLSocket socket) {
        // ruleid: weak-tls-version
        builder.tlsVersions(okhttp3.TlsVersion.TLS_1_2, okhttp3.TlsVersion.TLS_1_0);
        // ruleid: weak-tls-version
        builder.tlsVersions("TLSv1.1");
        // ok: weak-tls-version
        builder.tlsVersions(okhttp3.TlsVersion.TLS_1_3);
        // ruleid: weak-tls-version
        socket.setEnabledProtocols(new String[] {"TLSv1", "TLSv1.2"});
        // ok: weak-tls-version
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
    }
}
