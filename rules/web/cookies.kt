import javax.servlet.http.Cookie
import javax.servlet.http.HttpServletResponse
import org.springframework.web.bind.annotation.*
import org.springframework.web.servlet.config.annotation.CorsRegistry

fun cookies(response: HttpServletResponse) {
    val session = Cookie("session", "a1")
    // ruleid: insecure-cookie
    session.secure = false
    // ruleid: insecure-cookie
    session.isHttpOnly = false
    response.addCookie(session)
    val other = Cookie("other", "b1")
    // ok: insecure-cookie
    other.secure = true
    // ruleid: insecure-cookie
    other.setHttpOnly(false)
    response.addCookie(other)
}

fun origins(registry: CorsRegistry) {
    // ruleid: permissive-cors
    registry.addMapping("/**").allowedOrigins("*")
    // ok: permissive-cors
    registry.addMapping("/**").allowedOrigins("https://example.com")
}

// ruleid: permissive-cors
@CrossOrigin(origins = ["*"])
class Open

// ok: permissive-cors
@CrossOrigin(origins = ["https://example.com"])
class Known
