import com.auth0.jwt.algorithms.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
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

    void nonces() {
        byte[] zeros = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        // ruleid: fixed-nonce
        Object a = new GCMParameterSpec(128, zeros);
        // ruleid: fixed-nonce
        Object b = new IvParameterSpec("sixteen bytes!!!".getBytes());
        byte[] fresh = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        new SecureRandom().nextBytes(fresh);
        // ok: fixed-nonce
        Object c = new GCMParameterSpec(128, fresh);
        byte[] next = new byte[16];
        random.nextBytes(next);
        // ok: fixed-nonce
        Object d = new IvParameterSpec(next);
    }
}

class Bytes {
    private static final byte[] VECTOR = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, (byte) 0xff, 13, 14, 15, 16};
    private static final byte[] TEXT = "sixteen bytes!!!".getBytes();
    private static final byte[] ROOM = new byte[16];

    void use() {
        // ruleid: fixed-nonce
        new IvParameterSpec(VECTOR);
        // ruleid: fixed-nonce
        new IvParameterSpec(TEXT);
        // ok: fixed-nonce
        new IvParameterSpec(ROOM);
    }
}
