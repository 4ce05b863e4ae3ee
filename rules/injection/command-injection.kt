import io.ktor.server.application.*
import io.ktor.server.routing.*

fun Application.images() {
    routing {
        get("/convert") {
            val name = call.request.queryParameters["name"] ?: return@get
            // ruleid: command-injection
            Runtime.getRuntime().exec("convert $name out.png")
            // ruleid: command-injection
            ProcessBuilder("sh", "-c", "convert $name out.png").start()
            // ok: command-injection
            Runtime.getRuntime().exec("convert in.png out.png")
            if (Regex("[a-z0-9]+").matches(name)) {
                // ok: command-injection
                Runtime.getRuntime().exec("convert $name out.png")
            }
        }
    }
}
