import freemarker.template.Configuration
import freemarker.template.Template
import java.io.StringReader
import org.springframework.stereotype.Controller
import org.springframework.web.bind.annotation.*

@Controller
class Pages(private val configuration: Configuration) {
    @GetMapping("/preview")
    fun preview(@RequestParam text: String) {
        // ruleid: template-injection
        Template("preview", StringReader("<p>$text</p>"), configuration)
        // ok: template-injection
        Template("preview", StringReader("<p>\${text}</p>"), configuration)
    }

    @GetMapping("/view")
    fun view(@RequestParam name: String): String {
        // ruleid: template-injection
        return name
    }

    @GetMapping("/greeting")
    @ResponseBody
    fun greeting(@RequestParam name: String): String {
        // ok: template-injection
        return name
    }

    @GetMapping("/owners")
    fun owners(@RequestParam name: String, @RequestParam count: Int): String {
        val found = find(name)
        // ok: template-injection
        return when {
            found.isEmpty() -> "owners/none"
            count == 1 -> {
                "redirect:/owners/" + found.first()
            }
            else -> "owners/list"
        }
    }
}
