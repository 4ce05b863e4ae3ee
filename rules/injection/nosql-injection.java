import com.mongodb.BasicDBObject;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.bson.Document;

class People extends HttpServlet {
    private MongoCollection<Document> people;

    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        String name = request.getParameter("name");
        // ruleid: nosql-injection
        people.find(BasicDBObject.parse("{ name: '" + name + "' }"));
        // ruleid: nosql-injection
        people.find(new BasicDBObject("$where", "this.name == '" + name + "'"));
        // ok: nosql-injection
        people.find(Filters.eq("name", name));
        // ok: nosql-injection
        people.find(new Document("name", name));
    }
}
