import io.ktor.server.application.*
import io.ktor.server.request.*
import io.ktor.server.response.*
import io.ktor.server.routing.*
import java.sql.Connection
import org.jetbrains.exposed.sql.transactions.TransactionManager
import org.springframework.jdbc.core.JdbcTemplate
import org.springframework.web.bind.annotation.*

@RestController
class Users(private val db: JdbcTemplate) {
    private val columns = setOf("name", "city")

    @GetMapping("/users")
    fun list(@RequestParam name: String, @RequestParam(required = false) order: String?, @RequestParam id: Int): List<String> {
        val sorted = order?.takeIf { it in columns } ?: "name"
        // ok: sql-injection
        db.queryForList("SELECT name FROM users WHERE name = ? AND id = $id ORDER BY $sorted", String::class.java, name)
        // ruleid: sql-injection
        return db.queryForList("SELECT name FROM users WHERE name = '$name'", String::class.java)
    }

    @PostMapping("/users")
    fun save(@RequestBody user: User) {
        // ruleid: sql-injection
        db.update("INSERT INTO users VALUES ('${user.name}')")
        val text = buildString {
            append("DELETE FROM users WHERE city = '")
            append(user.city)
            append("'")
        }
        // ruleid: sql-injection
        db.execute(text)
    }
}

data class User(val name: String, val city: String)

fun Application.orders(connection: Connection) {
    routing {
        get("/orders/{id}") {
            val id = call.parameters["id"] ?: return@get
            // ruleid: sql-injection
            connection.createStatement().use { it.executeQuery("SELECT * FROM orders WHERE id = $id") }
            // ok: sql-injection
            connection.createStatement().executeQuery("SELECT * FROM orders WHERE id = ${id.toInt()}")
            connection.prepareStatement("SELECT * FROM orders WHERE id = ?").use {
                it.setString(1, id)
                // ok: sql-injection
                it.executeQuery()
            }
            // ruleid: sql-injection
            TransactionManager.current().exec("SELECT * FROM orders WHERE id = $id")
        }
        post("/orders") {
            val form = call.receiveParameters()
            val status = when (form["status"]) {
                "open" -> "OPEN"
                else -> "CLOSED"
            }
            // ok: sql-injection
            connection.createStatement().executeUpdate("UPDATE orders SET status = '$status'")
            // ruleid: sql-injection
            connection.createStatement().executeUpdate("UPDATE orders SET note = '" + form["note"] + "'")
        }
    }
}
