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
