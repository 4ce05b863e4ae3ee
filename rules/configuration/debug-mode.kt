import android.webkit.WebView
import org.springframework.security.config.annotation.web.builders.HttpSecurity
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity

// ruleid: debug-mode
@EnableWebSecurity(debug = true)
class Loud

// ok: debug-mode
@EnableWebSecurity
class Quiet

fun rules(http: HttpSecurity) {
    // ruleid: csrf-protection-disabled
    http.csrf().disable()
    // ruleid: csrf-protection-disabled
    http.csrf { it.disable() }
    // ok: csrf-protection-disabled
    http.csrf { it.csrfTokenRepository(repository) }
    // ruleid: debug-mode
    WebView.setWebContentsDebuggingEnabled(true)
    // ok: debug-mode
    WebView.setWebContentsDebuggingEnabled(false)
}
