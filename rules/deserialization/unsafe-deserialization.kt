import com.fasterxml.jackson.databind.ObjectMapper
import com.thoughtworks.xstream.XStream
import java.io.ObjectInputStream
import javax.servlet.http.HttpServletRequest
import org.yaml.snakeyaml.Yaml
import org.yaml.snakeyaml.constructor.SafeConstructor

fun restore(request: HttpServletRequest) {
    // ruleid: unsafe-deserialization
    ObjectInputStream(request.inputStream).use { it.readObject() }
    // ruleid: unsafe-deserialization
    XStream().fromXML(request.reader)
    // ruleid: unsafe-deserialization
    Yaml().load<Any>(request.reader)
    // ok: unsafe-deserialization
    Yaml(SafeConstructor()).load<Any>(request.reader)
    // ok: unsafe-deserialization
    ObjectMapper().readValue(request.reader, Map::class.java)
}

fun settings(mapper: ObjectMapper, known: BasicPolymorphicTypeValidator) {
    // ruleid: unsafe-json-types
    mapper.enableDefaultTyping()
    // ok: unsafe-json-types
    mapper.activateDefaultTyping(known, ObjectMapper.DefaultTyping.NON_FINAL)
}

// ruleid: unsafe-json-types
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "type")
class Anything

// ok: unsafe-json-types
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
class Named
