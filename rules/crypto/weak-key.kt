import java.security.KeyPairGenerator

fun keys() {
    val generator = KeyPairGenerator.getInstance("RSA")
    // ruleid: weak-key
    generator.initialize(1024)
    // ok: weak-key
    generator.initialize(3072)
}
