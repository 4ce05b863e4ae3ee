import io.ktor.server.application.*
import io.ktor.server.response.*
import io.ktor.server.routing.*
import java.io.File
import java.nio.file.Files
import java.nio.file.Paths

fun Application.downloads(folder: File) {
    routing {
        get("/files/{name}") {
            val name = call.parameters["name"]!!
            // ruleid: path-traversal
            call.respondFile(File("/srv/files/$name"))
            // ruleid: path-traversal
            call.respondText(folder.resolve(name).readText())
            // ruleid: path-traversal
            Files.readAllBytes(Paths.get("/srv/files", name))
            // ok: path-traversal
            call.respondFile(File("/srv/files", File(name).name))
            // ok: path-traversal
            call.respondFile(File("/srv/files/index.html"))
        }
    }
}
