import java.security.MessageDigest

fun digests(text: String) {
    // ruleid: weak-hash
    MessageDigest.getInstance("MD5").digest(text.toByteArray())
    // ok: weak-hash
    MessageDigest.getInstance("SHA-256").digest(text.toByteArray())
}
