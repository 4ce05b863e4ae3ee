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
        Cookie deleted = new Cookie("session", null);
        deleted.setMaxAge(0);
        // ok: cookie-flags-unset
        response.addCookie(deleted);
        // ok: insecure-cookie
        deleted.setSecure(false);
        Cookie readable = new Cookie("XSRF-TOKEN", token);
        // ok: insecure-cookie
        readable.setHttpOnly(false);
    }
}

class Origins {
    void answer(javax.servlet.http.HttpServletRequest request, HttpServletResponse response) {
        // ruleid: permissive-cors
        response.setHeader("Access-Control-Allow-Origin", "*");
        // ruleid: permissive-cors
        response.addHeader("access-control-allow-origin", "*");
        // ruleid: permissive-cors
        response.setHeader("Access-Control-Allow-Origin", request.getHeader("Origin"));
        // ok: permissive-cors
        response.setHeader("Access-Control-Allow-Origin", "https://shop.example.com");
        // ok: permissive-cors
        response.setHeader("Access-Control-Allow-Headers", "*");
        Cookie cookie = new Cookie("theme", "dark");
        // ruleid: insecure-cookie
        cookie.setHttpOnly(false);
    }

    void configure(org.springframework.web.servlet.config.annotation.CorsRegistry registry) {
        // ruleid: permissive-cors
        registry.addMapping("/**").allowedOrigins("*");
        // ok: permissive-cors
        registry.addMapping("/**").allowedOrigins("https://shop.example.com").allowedHeaders("*");
    }

    // ruleid: permissive-cors
    @CrossOrigin
    @GetMapping("/prices")
    String prices() {
        return "";
    }

    // ruleid: permissive-cors
    @CrossOrigin(origins = "*")
    @GetMapping("/offers")
    String offers() {
        return "";
    }

    // ok: permissive-cors
    @CrossOrigin(origins = "https://shop.example.com")
    @GetMapping("/orders")
    String orders() {
        return "";
    }
}
