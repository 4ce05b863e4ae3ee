import javax.script.ScriptEngineManager
import org.springframework.expression.spel.standard.SpelExpressionParser
import org.springframework.web.bind.annotation.*

@RestController
class Rules {
    @PostMapping("/rules")
    fun evaluate(@RequestBody rule: String): Any? {
        val parser = SpelExpressionParser()
        val engine = ScriptEngineManager().getEngineByName("javascript")
        // ruleid: code-injection
        engine.eval(rule)
        // ok: code-injection
        parser.parseExpression("price > 10").value
        // ruleid: code-injection
        return parser.parseExpression(rule).value
    }
}
