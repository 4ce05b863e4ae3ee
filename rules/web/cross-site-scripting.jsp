<%@ page import="java.util.*, org.owasp.encoder.Encode" %>
<%!
  private String marked(String text) {
    return "<mark>" + text + "</mark>";
  }
%>
<% String query = request.getParameter("q"); %>
<%-- ruleid: reflected-xss --%>
<p>You searched for <%= query %></p>
<%-- ruleid: reflected-xss --%>
<p>You searched for <%= marked(request.getParameter("q")) // as it is %></p>
<%-- ok: reflected-xss --%>
<p>You searched for <%= Encode.forHtml(query) %></p>
<%-- ok: reflected-xss --%>
<p>Page <%= Integer.parseInt(request.getParameter("page")) %></p>
<% if (query == null) {
     query = "nothing"; %>
  <%-- ok: reflected-xss --%>
  <p>You searched for <%= query %></p>
<% } else {
     // ruleid: reflected-xss
     out.print(query);
     // ruleid: reflected-xss
     pageContext.getOut().print(query);
   } %>
<% for (Cookie cookie : request.getCookies()) { %>
  <%-- ruleid: reflected-xss --%>
  <li><%= cookie.getValue() %>
  <%-- ok: reflected-xss --%>
  <li><%-- <%= cookie.getValue() %> --%>
<% } %>
<%!
  private String escaped(String text) {
    StringBuilder result = new StringBuilder();
    for (char each : text.toCharArray())
      switch (each) {
        case '<': result.append("&lt;"); break;
        case '&': result.append("&amp;"); break;
        case '"': result.append("&quot;"); break;
        default: result.append(each);
      }
    return result.toString();
  }
  private String unescaped(String text) {
    return text.replace("&lt;", "<").replace("&gt;", ">");
  }
%>
<%-- ok: reflected-xss --%>
<p>You searched for <%= escaped(request.getParameter("q")) %></p>
<%-- ruleid: reflected-xss --%>
<p>You searched for <%= unescaped(request.getParameter("q")) %></p>
<% java.sql.ResultSet rows = java.sql.DriverManager.getConnection("jdbc:a").createStatement().executeQuery("select * from b");
   while (rows.next()) { %>
  <%-- ruleid: stored-xss --%>
  <li><%= rows.getString("name") %></li>
  <%-- ok: stored-xss --%>
  <li><%= escaped(rows.getString("name")) %> <%= rows.getInt("age") %></li>
<% } %>
