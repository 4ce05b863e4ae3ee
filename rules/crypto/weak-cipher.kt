import javax.crypto.Cipher

private const val OLD = "DES/CBC/PKCS5Padding"

fun ciphers() {
    // ruleid: weak-cipher
    Cipher.getInstance(OLD)
    // ruleid: weak-cipher
    Cipher.getInstance("AES/ECB/PKCS5Padding")
    // ok: weak-cipher
    Cipher.getInstance("AES/GCM/NoPadding")
}
