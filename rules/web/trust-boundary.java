import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

class Themes extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        String theme = request.getParameter("theme");
        // ruleid: trust-boundary
        request.getSession().setAttribute("theme", theme);
        // ruleid: trust-boundary
        request.getSession(true).putValue(theme, "yes");
        // ok: trust-boundary
        request.getSession().setAttribute("seen", Boolean.TRUE);
        if ("dark".equals(theme)) {
            // ok: trust-boundary
            request.getSession().setAttribute("theme", theme);
        }
    }
}
