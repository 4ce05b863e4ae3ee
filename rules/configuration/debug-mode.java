import android.content.Context;
import android.webkit.WebView;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.builders.WebSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;

// ruleid: debug-mode
@EnableWebSecurity(debug = true)
class Protections {
  void forms(HttpSecurity http) throws Exception {
    // ruleid: csrf-protection-disabled
    http.csrf().disable();
    // ruleid: csrf-protection-disabled
    http.csrf(AbstractHttpConfigurer::disable);
    // ruleid: csrf-protection-disabled
    http.csrf(csrf -> csrf.disable()).authorizeHttpRequests();
    CsrfConfigurer<HttpSecurity> csrf = http.csrf();
    // ruleid: csrf-protection-disabled
    csrf.disable();
    // ok: csrf-protection-disabled
    http.csrf();
    // ok: csrf-protection-disabled
    http.httpBasic().disable();
  }

  void debugging(WebSecurity web) {
    // ruleid: debug-mode
    web.debug(true);
    // ok: debug-mode
    web.debug(false);
    // ruleid: debug-mode
    WebView.setWebContentsDebuggingEnabled(true);
  }

  void modes(Path path, File file, Set<PosixFilePermission> rights, Context context) throws Exception {
    // ruleid: world-writable-file
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    // ok: world-writable-file
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    // ruleid: world-writable-file
    rights.add(PosixFilePermission.OTHERS_WRITE);
    // ok: world-writable-file
    rights.remove(PosixFilePermission.OTHERS_WRITE);
    // ok: world-writable-file
    rights.add(PosixFilePermission.OWNER_WRITE);
    // ruleid: world-writable-file
    file.setWritable(true, false);
    // ok: world-writable-file
    file.setWritable(true, true);
    // ruleid: world-writable-file
    Runtime.getRuntime().exec("chmod 777 " + "upload");
    // ok: world-writable-file
    Runtime.getRuntime().exec("chmod 755 upload");
    // ruleid: world-writable-file
    context.openFileOutput("session", Context.MODE_WORLD_READABLE);
    // ok: world-writable-file
    context.openFileOutput("session", Context.MODE_PRIVATE);
  }
}

// ok: debug-mode
@EnableWebSecurity
class Other {}
