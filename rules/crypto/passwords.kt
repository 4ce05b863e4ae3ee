import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder
import org.springframework.security.crypto.password.*

fun encoders() {
    // ruleid: weak-password-storage
    val plain = NoOpPasswordEncoder.getInstance()
    // ruleid: weak-password-storage
    val old = Md5PasswordEncoder()
    // ok: weak-password-storage
    val slow = BCryptPasswordEncoder(12)
}
