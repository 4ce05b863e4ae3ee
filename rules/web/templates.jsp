<%-- ok: reflected-xss --%>
<%-- It was ${param.q} --%>
<!-- ruleid: reflected-xss -->
<p>You searched for ${param.q}</p>
<!-- ruleid: reflected-xss -->
<input name="q" value="${param['q']}">
<!-- ok: reflected-xss -->
<p>You searched for <c:out value="${param.q}"/></p>
<!-- ok: reflected-xss -->
<p>You searched for ${fn:escapeXml(param.q)}</p>
<!-- ok: reflected-xss -->
<c:if test="${param.q != null}">found</c:if>
<!-- ok: reflected-xss -->
<p>${param.page > 1 ? "older" : "newer"}</p>
<!-- ruleid: unescaped-html -->
<c:out value="${user.about}" escapeXml="false"/>
<!-- ok: unescaped-html -->
<c:out value="${user.about}"/>
