import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.owasp.esapi.ESAPI;
import org.w3c.dom.Document;

class Directory extends HttpServlet {
    private DirContext context;
    private Document document;

    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("name");
        SearchControls controls = new SearchControls();
        // ruleid: ldap-injection
        context.search("dc=example", "(uid=" + name + ")", controls);
        // ok: ldap-injection
        context.search("dc=example", "(uid={0})", new Object[] {name}, controls);
        // ok: ldap-injection
        context.search("dc=example", "(uid=" + ESAPI.encoder().encodeForLDAP(name) + ")", controls);
        XPath xpath = XPathFactory.newInstance().newXPath();
        // ruleid: xpath-injection
        xpath.evaluate("//user[@name = '" + name + "']", document);
        // ok: xpath-injection
        xpath.evaluate("//user[@name = $name]", document);
        // ruleid: header-injection
        response.setHeader("X-Search", name);
        // ok: header-injection
        response.setHeader("X-Search", java.net.URLEncoder.encode(name, "UTF-8"));
    }
}

class MoreSearches extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("name");
        javax.naming.event.EventDirContext listening = contexts();
        // ruleid: ldap-injection
        listening.search("dc=example", "(uid=" + name + ")", null);
        org.apache.xml.security.utils.XPathAPI signed = apis();
        // ruleid: xpath-injection
        signed.selectNodeList(null, null, "//user[@name = '" + name + "']", null);
        // ok: xpath-injection
        signed.selectNodeList(null, null, "//user", null);
        javax.mail.internet.MimeMessage mail = mails();
        // ruleid: header-injection
        mail.addHeader("X-Sender", name);
        // ok: header-injection
        mail.addHeader("X-Sender", "shop");
        Account account = new Account();
        // ruleid: mass-assignment
        org.apache.commons.beanutils.BeanUtils.populate(account, request.getParameterMap());
        // ok: mass-assignment
        org.apache.commons.beanutils.BeanUtils.populate(account, java.util.Map.of("name", "x"));
    }
}
