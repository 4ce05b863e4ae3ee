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
