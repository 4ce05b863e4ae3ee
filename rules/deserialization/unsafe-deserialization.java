import com.fasterxml.jackson.databind.ObjectMapper;
import com.thoughtworks.xstream.XStream;
import java.io.ObjectInputStream;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class Restore extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        ObjectInputStream stream = new ObjectInputStream(request.getInputStream());
        // ruleid: unsafe-deserialization
        Object a = stream.readObject();
        // ruleid: unsafe-deserialization
        Object b = new XStream().fromXML(request.getReader());
        // ruleid: unsafe-deserialization
        Object c = new Yaml().load(request.getReader());
        // ok: unsafe-deserialization
        Object d = new Yaml(new SafeConstructor()).load(request.getReader());
        // ok: unsafe-deserialization
        Object e = new ObjectMapper().readValue(request.getReader(), Restore.class);
    }
}

class JsonSettings {
    void settings(com.fasterxml.jackson.databind.ObjectMapper mapper, BasicPolymorphicTypeValidator known) {
        // ruleid: unsafe-json-types
        mapper.enableDefaultTyping();
        // ruleid: unsafe-json-types
        mapper.activateDefaultTyping(LaissezFaireSubTypeValidator.instance, ObjectMapper.DefaultTyping.NON_FINAL);
        // ok: unsafe-json-types
        mapper.activateDefaultTyping(known, ObjectMapper.DefaultTyping.NON_FINAL);
        // ruleid: unsafe-json-types
        com.alibaba.fastjson.parser.ParserConfig.getGlobalInstance().setAutoTypeSupport(true);
    }

    // ruleid: unsafe-json-types
    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "type")
    Object anything;

    // ok: unsafe-json-types
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    Object named;
}

class Listener {
    Object next(java.net.ServerSocket server, java.net.Socket peer) throws Exception {
        // ruleid: unsafe-deserialization
        Object first = new ObjectInputStream(server.accept().getInputStream()).readObject();
        // ruleid: unsafe-deserialization
        Object second = new ObjectInputStream(peer.getInputStream()).readObject();
        // ok: unsafe-deserialization
        Object third = new ObjectInputStream(new java.io.FileInputStream("state.bin")).readObject();
        return java.util.List.of(first, second, third);
    }
}

class Settings {
    // ruleid: unsafe-json-types
    @JsonTypeInfo(use = Id.MINIMAL_CLASS)
    Object anything;

    // ok: unsafe-json-types
    @JsonTypeInfo(use = Id.NAME)
    Object named;

    void brokers(org.apache.activemq.ActiveMQConnectionFactory factory, org.apache.xmlrpc.client.XmlRpcClientConfigImpl rpc) {
        // ruleid: any-class-accepted
        factory.setTrustAllPackages(true);
        // ok: any-class-accepted
        factory.setTrustedPackages(java.util.List.of("com.example.orders"));
        // ruleid: any-class-accepted
        rpc.setEnabledForExtensions(true);
        // ok: any-class-accepted
        rpc.setEnabledForExtensions(false);
        javax.naming.directory.SearchControls controls = new javax.naming.directory.SearchControls();
        // ruleid: any-class-accepted
        controls.setReturningObjFlag(true);
        // ok: any-class-accepted
        controls.setReturningObjFlag(false);
    }
}
