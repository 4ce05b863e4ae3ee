import com.mongodb.BasicDBObject
import com.mongodb.client.MongoCollection
import com.mongodb.client.model.Filters
import org.bson.Document
import org.springframework.web.bind.annotation.*

@RestController
class People(private val people: MongoCollection<Document>) {
    @GetMapping("/people")
    fun find(@RequestParam name: String) {
        // ruleid: nosql-injection
        people.find(BasicDBObject.parse("{ name: '$name' }"))
        // ruleid: nosql-injection
        people.find(BasicDBObject("\$where", "this.name == '$name'"))
        // ok: nosql-injection
        people.find(Filters.eq("name", name))
        // ok: nosql-injection
        people.find(Document("name", name))
    }
}
