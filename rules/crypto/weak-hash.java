import java.security.MessageDigest;
import org.apache.commons.codec.digest.DigestUtils;

class Fingerprints {
    private static final String OLD = "SHA-1";

    byte[] digests(byte[] data, String name) throws Exception {
        // ruleid: weak-hash
        MessageDigest a = MessageDigest.getInstance("MD5");
        String algorithm = "sha1";
        // ruleid: weak-hash
        MessageDigest b = MessageDigest.getInstance(algorithm);
        // ruleid: weak-hash
        MessageDigest c = java.security.MessageDigest.getInstance(OLD, "SUN");
        // ruleid: weak-hash
        String d = DigestUtils.md5Hex(data);
        // ok: weak-hash
        MessageDigest e = MessageDigest.getInstance("SHA-256");
        // ok: weak-hash
        MessageDigest f = MessageDigest.getInstance(name);
        // ok: weak-hash
        String g = DigestUtils.sha256Hex(data);
        return e.digest(data);
    }

    Object named() throws Exception {
        // ruleid: weak-hash
        DigestUtils.getDigest("SHA-1");
        // ok: weak-hash
        return DigestUtils.getDigest("SHA-512");
    }
}
