import javax.servlet.http.HttpServletRequest

fun remember(request: HttpServletRequest) {
    val theme = request.getParameter("theme")
    // ruleid: trust-boundary
    request.session.setAttribute("theme", theme)
    // ok: trust-boundary
    request.session.setAttribute("seen", true)
    if (theme == "dark") {
        // ok: trust-boundary
        request.session.setAttribute("theme", theme)
    }
}
