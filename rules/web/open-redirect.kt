import io.ktor.server.application.*
import io.ktor.server.response.*
import io.ktor.server.routing.*
import javax.servlet.http.HttpServletRequest
import javax.servlet.http.HttpServletResponse

fun Application.leaving() {
    routing {
        get("/leave") {
            // ruleid: open-redirect
            call.respondRedirect(call.request.queryParameters["next"] ?: "/")
            // ok: open-redirect
            call.respondRedirect("/goodbye")
            // ok: open-redirect
            call.respondRedirect("/goodbye?from=" + call.request.queryParameters["from"])
        }
    }
}

fun leave(request: HttpServletRequest, response: HttpServletResponse) {
    // ruleid: open-redirect
    response.sendRedirect(request.getParameter("next"))
}
