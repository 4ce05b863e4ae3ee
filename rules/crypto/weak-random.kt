import java.security.SecureRandom
import java.util.Random
import javax.servlet.http.Cookie
import javax.servlet.http.HttpServletRequest
import javax.servlet.http.HttpServletResponse

fun give(request: HttpServletRequest, response: HttpServletResponse) {
    val a = java.lang.Long.toHexString(Random().nextLong())
    // ruleid: weak-random
    response.addCookie(Cookie("ticket", a))
    val b = (Math.random() * 1000000).toInt()
    // ruleid: weak-random
    request.session.setAttribute("code", "code-$b")
    // ok: weak-random
    response.addCookie(Cookie("ticket", SecureRandom().nextLong().toString()))
    // ok: weak-random
    val d = Random().nextInt(6) + 1
}
