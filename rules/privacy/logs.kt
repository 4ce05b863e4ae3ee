import org.slf4j.LoggerFactory
import org.springframework.web.bind.annotation.*

@RestController
class Login {
    private val logger = LoggerFactory.getLogger(Login::class.java)

    @PostMapping("/login")
    fun login(@RequestParam name: String, @RequestParam password: String) {
        // ruleid: sensitive-data-in-log, log-injection
        logger.info("password $password")
        // ruleid: log-injection
        logger.info("login of {}", name)
        // ok: sensitive-data-in-log, log-injection
        logger.info("a login")
        // ok: sensitive-data-in-log, log-injection
        logger.info("login of ${name.length} letters")
    }
}
