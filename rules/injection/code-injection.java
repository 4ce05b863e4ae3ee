import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import org.springframework.expression.ExpressionParser;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.web.bind.annotation.*;

@RestController
class Rules {
    @PostMapping("/rules")
    Object evaluate(@RequestBody String rule) throws Exception {
        ExpressionParser parser = new SpelExpressionParser();
        // ruleid: code-injection
        Object a = parser.parseExpression(rule).getValue();
        ScriptEngine engine = new ScriptEngineManager().getEngineByName("javascript");
        // ruleid: code-injection
        Object b = engine.eval(rule);
        // ok: code-injection
        Object c = parser.parseExpression("price > 10").getValue();
        return a;
    }
}

class Actions {
    @PostMapping("/actions")
    Object run(@RequestBody String text, com.opensymphony.xwork2.util.TextParser parser) {
        // ruleid: code-injection
        parser.evaluate(new char[] {'$'}, text, null, 1);
        // ok: code-injection
        return parser.evaluate(new char[] {'$'}, "${name}", null, 1);
    }
}
