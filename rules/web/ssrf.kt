import io.ktor.client.HttpClient
import io.ktor.client.request.*
import io.ktor.server.application.*
import io.ktor.server.routing.*
import java.net.URL

fun Application.proxy() {
    val client = HttpClient()
    routing {
        get("/fetch") {
            val address = call.parameters["url"]!!
            // ruleid: server-side-request-forgery
            client.get(address)
            // ruleid: server-side-request-forgery
            URL(address).readText()
            // ok: server-side-request-forgery
            client.get("https://api.example.com/items?q=" + call.parameters["q"])
        }
    }
}
