import java.io.StringReader;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.transform.dom.DOMSource;
import org.dom4j.io.SAXReader;
import org.xml.sax.InputSource;

class Import extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        DocumentBuilderFactory open = DocumentBuilderFactory.newInstance();
        DocumentBuilder builder = open.newDocumentBuilder();
        // ruleid: xml-external-entity
        builder.parse(request.getInputStream());
        // ruleid: xml-external-entity
        SAXParserFactory.newInstance().newSAXParser().parse(new InputSource(request.getReader()), null);
        // ruleid: xml-external-entity
        new SAXReader().read(request.getInputStream());
        XMLInputFactory streams = XMLInputFactory.newInstance();
        // ruleid: xml-external-entity
        streams.createXMLStreamReader(new StringReader(request.getParameter("xml")));
        DocumentBuilderFactory closed = DocumentBuilderFactory.newInstance();
        closed.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        // ok: xml-external-entity
        closed.newDocumentBuilder().parse(request.getInputStream());
        DocumentBuilderFactory secure = DocumentBuilderFactory.newInstance();
        secure.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        // ok: xml-external-entity
        secure.newDocumentBuilder().parse(request.getInputStream());
        DocumentBuilderFactory named = DocumentBuilderFactory.newInstance();
        named.setAttribute("http://javax.xml.XMLConstants/property/accessExternalDTD", "");
        // ok: xml-external-entity
        named.newDocumentBuilder().parse(request.getInputStream());
        XMLInputFactory plain = XMLInputFactory.newInstance();
        plain.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        // ok: xml-external-entity
        plain.createXMLStreamReader(request.getInputStream());
        // ok: xml-external-entity
        open.newDocumentBuilder().parse(getServletContext().getResourceAsStream("/menu.xml"));
    }
}

class Files {
    org.w3c.dom.Document read(java.io.File file, org.w3c.dom.Document document, java.io.Writer writer) throws Exception {
        DocumentBuilderFactory open = DocumentBuilderFactory.newInstance();
        // ruleid: xml-entities-resolved
        open.newDocumentBuilder().parse(file);
        // ok: xml-entities-resolved
        javax.xml.transform.TransformerFactory.newInstance().newTransformer().transform(new javax.xml.transform.dom.DOMSource(document), new javax.xml.transform.stream.StreamResult(writer));
        DOMSource source = new DOMSource(document);
        // ok: xml-entities-resolved
        javax.xml.transform.TransformerFactory.newInstance().newTransformer().transform(source, new javax.xml.transform.stream.StreamResult(writer));
        DocumentBuilderFactory closed = DocumentBuilderFactory.newInstance();
        closed.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        // ok: xml-entities-resolved
        return closed.newDocumentBuilder().parse(file);
    }
}
