import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.SigningKeyResolverAdapter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.persistence.EntityManager;
import org.apache.ibatis.annotations.*;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.*;

@RestController
class Columns {
    private static final Pattern WORD = Pattern.compile("[a-z]+");
    private static final Map<String, String> NAMES = new HashMap<>();
    private Statement statement;

    @GetMapping("/columns")
    void show(@RequestParam String wanted, @RequestParam List<String> names) throws SQLException {
        Map<String, String> fixed = names.stream().collect(Collectors.toMap(name -> name, name -> "id"));
        // ok: sql-injection
        statement.executeQuery("SELECT " + fixed.get(wanted) + " FROM orders");
        Map<String, String> given = names.stream().collect(Collectors.toMap(name -> "id", name -> name));
        // ruleid: sql-injection
        statement.executeQuery("SELECT " + given.get(wanted) + " FROM orders");
        Map<String, Integer> lengths = names.stream().collect(Collectors.toMap(Function.identity(), String::length));
        // ok: sql-injection
        statement.executeQuery("SELECT * FROM orders LIMIT " + lengths.get(wanted));
        // ok: sql-injection
        statement.executeQuery("SELECT " + NAMES.get(wanted) + " FROM orders");
        boolean isListed = List.of("id", "name").contains(wanted);
        if (isListed) {
            // ok: sql-injection
            statement.executeQuery("SELECT " + wanted + " FROM orders");
        }
        Matcher matcher = WORD.matcher(wanted);
        if (matcher.matches()) {
            // ok: sql-injection
            statement.executeQuery("SELECT " + matcher.group() + " FROM orders");
        }
        // ruleid: sql-injection
        statement.executeQuery("SELECT " + NAMES.getOrDefault(wanted, wanted) + " FROM orders");
    }
}

@RestController
class Sorted {
    enum Order { NEWEST, OLDEST }

    private Statement statement;

    @GetMapping("/sorted")
    void show(@RequestParam Order order, @RequestParam String direction) throws SQLException {
        // ok: sql-injection
        statement.executeQuery("SELECT * FROM orders ORDER BY " + order.name());
        // ruleid: sql-injection
        statement.executeQuery("SELECT * FROM orders ORDER BY id " + direction);
    }
}

class Keys extends SigningKeyResolverAdapter {
    private Statement statement;

    @Override
    public byte[] resolveSigningKeyBytes(JwsHeader header, Claims claims) {
        try {
            // ruleid: sql-injection
            statement.executeQuery("SELECT value FROM keys WHERE id = '" + header.get("kid") + "'");
        } catch (SQLException e) {
            return null;
        }
        return null;
    }
}

@RestController
class Orders {
    private final JdbcTemplate template;
    private final EntityManager entities;
    private final Connection connection;

    Orders(JdbcTemplate template, EntityManager entities, Connection connection) {
        this.template = template;
        this.entities = entities;
        this.connection = connection;
    }

    @GetMapping("/orders")
    Object orders(@RequestParam String customer, @RequestParam int page, String sort) throws SQLException {
        Statement statement = connection.createStatement();
        // ruleid: sql-injection
        ResultSet a = statement.executeQuery("SELECT * FROM orders WHERE customer = '" + customer + "'");
        // ruleid: sql-injection
        Object b = template.queryForList("SELECT * FROM orders ORDER BY " + sort);
        // ruleid: sql-injection
        Object c = entities.createQuery("from Order where customer = '" + customer + "'").getResultList();
        String text = String.format("DELETE FROM orders WHERE customer = '%s'", customer);
        // ruleid: sql-injection
        PreparedStatement d = connection.prepareStatement(text);
        // ok: sql-injection
        PreparedStatement e = connection.prepareStatement("SELECT * FROM orders WHERE customer = ?");
        e.setString(1, customer);
        // ok: sql-injection
        Object f = template.queryForList("SELECT * FROM orders WHERE customer = ?", customer);
        // ok: sql-injection
        Object g = template.queryForList("SELECT * FROM orders LIMIT 10 OFFSET " + page * 10);
        if (sort.equals("date") || sort.equals("price")) {
            // ok: sql-injection
            Object h = template.queryForList("SELECT * FROM orders ORDER BY " + sort);
        }
        return a;
    }

    void fromTheMachine(Connection connection) throws Exception {
        String name = System.getenv("TABLE_OWNER");
        // ruleid: sql-injection
        connection.createStatement().execute("SELECT * FROM orders WHERE owner = '" + name + "'");
        java.io.BufferedReader reader = new java.io.BufferedReader(new java.io.FileReader("owner.txt"));
        String owner = reader.readLine();
        // ruleid: sql-injection
        connection.createStatement().execute("SELECT * FROM orders WHERE owner = '" + owner + "'");
        // ok: sql-injection
        connection.createStatement().execute(System.getenv("STARTUP_QUERY"));
    }
}

interface CustomersApi {
    @GetMapping("/customers")
    List<Object> customers(@RequestParam String name, @RequestParam int page);

    @GetMapping("/customers/{city}")
    default List<Object> inCity(@PathVariable String city) {
        return List.of();
    }
}

interface CustomerFinder {
    List<Object> find(String condition);
}

@Repository
class CustomersByQuery implements CustomerFinder {
    private final EntityManager entities;

    CustomersByQuery(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public List<Object> find(String condition) {
        // ruleid: sql-injection
        return entities.createQuery("from Customer where " + condition).getResultList();
    }
}

@RestController
class CustomersController implements CustomersApi {
    private final JdbcTemplate template;
    private final CustomerFinder finder;

    CustomersController(JdbcTemplate template, CustomerFinder finder) {
        this.template = template;
        this.finder = finder;
    }

    @Override
    public List<Object> customers(String name, int page) {
        // ok: sql-injection
        template.queryForList("SELECT * FROM customers LIMIT 10 OFFSET " + page * 10);
        return finder.find("name = '" + name + "'");
    }

    @Override
    public List<Object> inCity(String city) {
        // ruleid: sql-injection
        return template.queryForList("SELECT * FROM customers WHERE city = '" + city + "'");
    }

    List<Object> elsewhere(String city) {
        // ok: sql-injection
        return template.queryForList("SELECT * FROM customers WHERE city = '" + city + "'");
    }
}

interface CustomerMapper {
    // ok: unbound-mapper-parameter
    @Select("SELECT * FROM customers WHERE name = #{name}")
    Object byName(@Param("name") String name);

    // ruleid: unbound-mapper-parameter
    @Select("SELECT * FROM customers WHERE name = '${name}'")
    Object byText(@Param("name") String name);

    // ruleid: unbound-mapper-parameter
    @Select({"SELECT * FROM customers", "ORDER BY ${column}"})
    Object sorted(@Param("column") String column);

    // ruleid: unbound-mapper-parameter
    @Update(value = "UPDATE customers SET seen = 1 " + "WHERE id IN (${ids})")
    void see(@Param("ids") String ids);

    // ok: unbound-mapper-parameter
    @Value("${customers.limit}")
    void limit(int limit);
}

interface ProvidedMapper {
    // ruleid: sql-injection
    @SelectProvider(type = CustomerSql.class, method = "byName")
    Object byName(@Param("name") String name);

    // ruleid: sql-injection
    @SelectProvider(value = CustomerSql.class, method = "sorted")
    Object sorted(@Param("column") String column, @Param("limit") int limit);

    // ok: sql-injection
    @UpdateProvider(type = CustomerSql.class, method = "bound")
    int bound(@Param("name") String name);
}

class CustomerSql {
    public String byName(String name) {
        return "SELECT * FROM customers WHERE name = '" + name + "'";
    }

    public String sorted(Map<String, Object> given) {
        return "SELECT * FROM customers ORDER BY " + given.get("column");
    }

    public String bound(String name) {
        return "UPDATE customers SET seen = 1 WHERE name = #{name}";
    }
}

@RestController
class ProvidedCustomers {
    private ProvidedMapper mapper;

    @GetMapping("/provided")
    Object provided(@RequestParam String name, @RequestParam String column) {
        mapper.bound(name);
        mapper.sorted(column, 10);
        return mapper.byName(name);
    }
}

class OtherStores extends javax.servlet.http.HttpServlet {
    protected void doGet(javax.servlet.http.HttpServletRequest request, javax.servlet.http.HttpServletResponse response) {
        String name = request.getParameter("name");
        javax.jdo.PersistenceManager manager = managers();
        // ruleid: sql-injection
        manager.newQuery(Order.class, "customer == '" + name + "'");
        javax.jdo.Query query = manager.newQuery(Order.class);
        // ruleid: sql-injection
        query.setFilter("customer == '" + name + "'");
        // ok: sql-injection
        query.setFilter("customer == name");
        io.vertx.sqlclient.SqlConnection connection = connections();
        // ruleid: sql-injection
        connection.prepare("select * from orders where name = '" + name + "'");
        // ok: sql-injection
        connection.prepare("select * from orders where name = $1").execute(Tuple.of(name));
    }

    void onDevice(android.database.sqlite.SQLiteDatabase database, javax.servlet.http.HttpServletRequest request) {
        String name = request.getParameter("name");
        // ruleid: sql-injection
        database.rawQuery("select * from orders where name = '" + name + "'", null);
        // ok: sql-injection
        database.rawQuery("select * from orders where name = ?", new String[] {name});
        // ruleid: sql-injection
        database.delete("orders", "name = '" + name + "'", null);
        // ok: sql-injection
        database.delete("orders", "name = ?", new String[] {name});
        // ruleid: sql-injection
        database.query("orders", null, "name = '" + name + "'", null, null, null, null);
        // ok: sql-injection
        database.query("orders", null, "name = ?", new String[] {name}, null, null, "placed");
    }
}
