import io.ktor.http.ContentType
import io.ktor.server.application.*
import io.ktor.server.response.*
import io.ktor.server.routing.*
import javax.servlet.http.HttpServlet
import javax.servlet.http.HttpServletRequest
import javax.servlet.http.HttpServletResponse
import org.springframework.web.util.HtmlUtils

fun Application.greetings() {
    routing {
        get("/hello") {
            val name = call.parameters["name"]
            // ruleid: reflected-xss
            call.respondText("<p>Hello $name</p>", ContentType.Text.Html)
            // ruleid: reflected-xss
            call.respondText(contentType = ContentType.Text.Html, text = "<p>Hello $name</p>")
            // ok: reflected-xss
            call.respondText("Hello $name")
            // ok: reflected-xss
            call.respondText("<p>Hello ${HtmlUtils.htmlEscape(name)}</p>", ContentType.Text.Html)
        }
    }
}

class Greeting : HttpServlet() {
    override fun doGet(request: HttpServletRequest, response: HttpServletResponse) {
        // ruleid: reflected-xss
        response.writer.println("<p>${request.getParameter("name")}</p>")
        // ruleid: reflected-xss
        response.writer.use { it.write("<p>" + request.queryString + "</p>") }
        // ok: reflected-xss
        response.writer.println("<p>${HtmlUtils.htmlEscape(request.getParameter("name"))}</p>")
    }
}
