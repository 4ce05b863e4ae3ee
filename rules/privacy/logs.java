import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.*;

@RestController
class Login {
    private static final Logger logger = LoggerFactory.getLogger(Login.class);

    @PostMapping("/login")
    void login(@RequestParam String name, @RequestParam String password) {
        // ruleid: sensitive-data-in-log, log-injection
        logger.info("password {}", password.toLowerCase());
        // ruleid: log-injection
        logger.info("login of {}", name);
        // ok: sensitive-data-in-log, log-injection
        logger.info("a login");
        // ok: sensitive-data-in-log, log-injection
        logger.info("login of {} letters", name.length());
    }

    @PostMapping("/leave")
    void leave(@AuthenticationPrincipal Member member, String reason) {
        // ok: log-injection
        logger.info("{} leaves", member.name());
        // ruleid: log-injection
        logger.info("because {}", reason);
    }
}
