import java.io.StringReader
import javax.servlet.http.HttpServlet
import javax.servlet.http.HttpServletRequest
import javax.servlet.http.HttpServletResponse
import javax.xml.parsers.DocumentBuilderFactory
import javax.xml.stream.XMLInputFactory
import org.xml.sax.InputSource

class Import : HttpServlet() {
    override fun doPost(request: HttpServletRequest, response: HttpServletResponse) {
        val factory = DocumentBuilderFactory.newInstance()
        // ruleid: xml-external-entity
        factory.newDocumentBuilder().parse(request.inputStream)
        // ruleid: xml-external-entity
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(InputSource(StringReader(request.getParameter("xml"))))
        val closed = DocumentBuilderFactory.newInstance()
        closed.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true)
        // ok: xml-external-entity
        closed.newDocumentBuilder().parse(request.inputStream)
        val streams = XMLInputFactory.newInstance()
        streams.setProperty(XMLInputFactory.SUPPORT_DTD, false)
        // ok: xml-external-entity
        streams.createXMLStreamReader(request.inputStream)
    }
}
