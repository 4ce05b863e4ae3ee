import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletResponse;

class Cookies {
    void set(HttpServletResponse response, String id) {
        Cookie a = new Cookie("session", id);
        // ruleid: insecure-cookie
        a.setSecure(false);
        response.addCookie(a);
        Cookie b = new Cookie("session", id);
        // ok: insecure-cookie
        b.setSecure(true);
        b.setHttpOnly(true);
        response.addCookie(b);
    }

    void unset(HttpServletResponse response, String token) {
        Cookie cookie = new Cookie("session", token);
        cookie.setMaxAge(600);
        // ruleid: cookie-flags-unset
        response.addCookie(cookie);
        Cookie flagged = new Cookie("session", token);
        flagged.setSecure(true);
        flagged.setHttpOnly(true);
        // ok: cookie-flags-unset
        response.addCookie(flagged);
    }
}
