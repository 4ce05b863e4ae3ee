import java.security.SecureRandom;
import java.util.Random;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

class Tickets {
    void give(HttpServletRequest request, HttpServletResponse response) {
        String a = Long.toHexString(new Random().nextLong());
        // ruleid: weak-random
        response.addCookie(new Cookie("ticket", a));
        int b = (int) (Math.random() * 1000000);
        // ruleid: weak-random
        request.getSession().setAttribute("code", Integer.toString(b));
        String c = Long.toHexString(new SecureRandom().nextLong());
        // ok: weak-random
        response.addCookie(new Cookie("ticket", c));
        // ok: weak-random
        int d = new Random().nextInt(6) + 1;
    }
}
