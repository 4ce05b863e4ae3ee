import java.security.cert.X509Certificate
import javax.net.ssl.HttpsURLConnection
import javax.net.ssl.SSLContext
import javax.net.ssl.X509TrustManager
import okhttp3.OkHttpClient

class Trusting : X509TrustManager {
    override fun checkClientTrusted(chain: Array<X509Certificate>, type: String) {
    }

    // ruleid: tls-verification-disabled
    override fun checkServerTrusted(chain: Array<X509Certificate>, type: String) {
    }

    override fun getAcceptedIssuers(): Array<X509Certificate> = arrayOf()
}

fun connections(known: X509TrustManager) {
    // ruleid: tls-verification-disabled
    OkHttpClient.Builder().hostnameVerifier { _, _ -> true }
    // ok: tls-verification-disabled
    OkHttpClient.Builder().hostnameVerifier { host, session -> known.accepts(host) }
    // ruleid: tls-verification-disabled
    HttpsURLConnection.setDefaultHostnameVerifier { host, session -> true }
    // ruleid: weak-tls-version
    SSLContext.getInstance("TLSv1")
    // ok: weak-tls-version
    SSLContext.getInstance("TLSv1.3")
}
