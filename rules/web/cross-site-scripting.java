import java.io.IOException;
import java.io.PrintWriter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.owasp.encoder.Encode;

public class Greeting extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getParameter("name");
        PrintWriter writer = response.getWriter();
        // ruleid: reflected-xss
        writer.println("<p>Hello " + name + "</p>");
        // ruleid: reflected-xss
        writer.printf("<p>%s</p>", name);
        // ruleid: reflected-xss
        writer.println(request.getProtocol());
        // ok: reflected-xss
        writer.println("<p>Hello " + Encode.forHtml(name) + "</p>");
        // ok: reflected-xss
        writer.println("<p>" + Integer.parseInt(name) + "</p>");
        // ruleid: unescaped-setting
        writer.println(getServletConfig().getInitParameter("title"));
        // ok: unescaped-setting
        writer.println(Encode.forHtml(getServletConfig().getInitParameter("title")));
    }

    void stored(java.sql.Statement statement, PrintWriter writer, HttpServletResponse response) throws Exception {
        java.sql.ResultSet row = statement.executeQuery("SELECT name, age FROM users");
        // ruleid: stored-xss
        response.getWriter().println("<td>" + row.getString("name") + "</td>");
        // ok: stored-xss
        response.getWriter().println("<td>" + row.getInt("age") + "</td>");
        // ok: stored-xss
        response.getWriter().println("<td>" + Encode.forHtml(row.getString("name")) + "</td>");
    }
    void written(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PrintWriter file = new PrintWriter(new java.io.File("visits.log"));
        // ok: reflected-xss
        file.println(request.getParameter("name"));
        PrintWriter answer = new PrintWriter(response.getOutputStream());
        // ruleid: reflected-xss
        answer.println(request.getParameter("name"));
    }

    void handedOn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PrintWriter answer = response.getWriter();
        echo(answer, request.getParameter("name"));
        PrintWriter file = new PrintWriter(new java.io.File("visits.log"));
        note(file, request.getParameter("name"));
    }

    void echo(PrintWriter writer, String name) {
        // ruleid: reflected-xss
        writer.println(name);
    }

    void note(PrintWriter writer, String name) {
        // ok: reflected-xss
        writer.println(name);
    }
}
