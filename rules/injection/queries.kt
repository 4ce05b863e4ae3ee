import javax.naming.directory.DirContext
import javax.naming.directory.SearchControls
import javax.servlet.http.HttpServlet
import javax.servlet.http.HttpServletRequest
import javax.servlet.http.HttpServletResponse
import javax.xml.xpath.XPathFactory
import org.w3c.dom.Document

class Directory(private val context: DirContext, private val document: Document) : HttpServlet() {
    override fun doGet(request: HttpServletRequest, response: HttpServletResponse) {
        val name = request.getParameter("name")
        // ruleid: ldap-injection
        context.search("dc=example", "(uid=$name)", SearchControls())
        // ok: ldap-injection
        context.search("dc=example", "(uid={0})", arrayOf(name), SearchControls())
        val xpath = XPathFactory.newInstance().newXPath()
        // ruleid: xpath-injection
        xpath.evaluate("//user[@name = '$name']", document)
        // ok: xpath-injection
        xpath.evaluate("//user[@name = \$name]", document)
        // ruleid: header-injection
        response.setHeader("X-Search", name)
        // ok: header-injection
        response.setHeader("X-Search", java.net.URLEncoder.encode(name, "UTF-8"))
    }
}
