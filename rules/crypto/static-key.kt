import javax.crypto.spec.IvParameterSpec
import javax.crypto.spec.SecretKeySpec

fun keys(given: ByteArray) {
    // ruleid: hard-coded-key
    SecretKeySpec("0123456789abcdef".toByteArray(), "AES")
    // ok: hard-coded-key
    SecretKeySpec(given, "AES")
}
