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
}
