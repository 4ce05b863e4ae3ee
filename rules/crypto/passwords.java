import com.jcraft.jsch.JSch;
import java.net.PasswordAuthentication;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.util.Hashtable;
import javax.crypto.spec.PBEKeySpec;
import javax.naming.Context;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.MessageDigestPasswordEncoder;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.StandardPasswordEncoder;

class Passwords {
  private static final String PASSWORD = "s3ven-Dwarfs";
  private static final byte[] SALT = "pepper".getBytes();

  void open(String url, String user, java.io.InputStream store) throws Exception {
    // ruleid: hard-coded-password
    DriverManager.getConnection(url, user, PASSWORD);
    // ok: hard-coded-password
    DriverManager.getConnection(url, user, System.getenv("DATABASE_PASSWORD"));
    // ok: hard-coded-password
    DriverManager.getConnection("jdbc:h2:mem:test", "sa", "");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    // ruleid: hard-coded-password
    keys.load(store, PASSWORD.toCharArray());
    // ok: hard-coded-password
    keys.load(store, null);
    // ok: hard-coded-password
    keys.load(store, "changeit".toCharArray());
    // ruleid: hard-coded-password
    new PasswordAuthentication(user, "s3ven-Dwarfs".toCharArray());
    Hashtable<String, String> settings = new Hashtable<>();
    // ruleid: hard-coded-password
    settings.put(Context.SECURITY_CREDENTIALS, "s3ven-Dwarfs");
    // ok: hard-coded-password
    settings.put(Context.SECURITY_PRINCIPAL, "cn=reader");
    // ruleid: hard-coded-password
    new JSch().getSession(user, "host").setPassword("s3ven-Dwarfs");
  }

  void derive(char[] given) {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    // ok: fixed-salt, hard-coded-password
    new PBEKeySpec(given, salt, 210_000, 256);
    // ruleid: fixed-salt
    new PBEKeySpec(given, SALT, 210_000, 256);
    // ruleid: hard-coded-password
    new PBEKeySpec("s3ven-Dwarfs".toCharArray());
  }

  void generators() throws Exception {
    // ok: fixed-seed
    new SecureRandom();
    // ruleid: fixed-seed
    new SecureRandom("seed".getBytes());
    SecureRandom generator = SecureRandom.getInstance("SHA1PRNG");
    // ruleid: fixed-seed
    generator.setSeed(42);
    // ok: fixed-seed
    generator.setSeed(System.in.read());
  }

  PasswordEncoder[] encoders() {
    return new PasswordEncoder[] {
      // ok: weak-password-storage
      new BCryptPasswordEncoder(12),
      // ruleid: weak-password-storage
      NoOpPasswordEncoder.getInstance(),
      // ruleid: weak-password-storage
      new StandardPasswordEncoder(),
      // ruleid: weak-password-storage
      new MessageDigestPasswordEncoder("SHA-256"),
    };
  }
}
