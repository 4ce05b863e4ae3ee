import com.auth0.jwt.algorithms.Algorithm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

class Keys {
    private static final String KEY = "not a key" + " at all";

    void make() {
        // ruleid: hard-coded-key
        Object a = new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "AES");
        // ruleid: hard-coded-key
        Object b = Algorithm.HMAC256("not a key");
        // ok: hard-coded-key
        Object c = Algorithm.HMAC256(System.getenv("SIGNING_KEY"));
        // ok: hard-coded-key
        Object d = new SecretKeySpec(Base64.getDecoder().decode(System.getenv("DATA_KEY")), "AES");
    }
}
