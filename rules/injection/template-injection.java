import freemarker.template.Configuration;
import freemarker.template.Template;
import java.io.StringReader;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.*;

@Controller
class Pages {
    private Configuration configuration;

    @GetMapping("/preview")
    void preview(@RequestParam String text) throws Exception {
        // ruleid: template-injection
        Template a = new Template("preview", new StringReader("<p>" + text + "</p>"), configuration);
        // ok: template-injection
        Template b = new Template("preview", new StringReader("<p>${text}</p>"), configuration);
    }

    private String label(String name) {
        // ok: template-injection
        return name + "!";
    }

    @GetMapping("/labels")
    void labels(@RequestParam String name, Model model) {
        model.addAttribute("label", label(name));
    }

    @GetMapping("/greeting")
    @ResponseBody
    String greeting(@RequestParam String name) {
        // ok: template-injection
        return name;
    }

    @GetMapping("/view")
    String view(@RequestParam String name) {
        // ruleid: template-injection
        return name;
    }

    @GetMapping("/page")
    String page(@RequestParam String name, Model model) {
        model.addAttribute("name", name);
        if (name.isEmpty()) {
            // ok: template-injection
            return "index";
        }
        // ruleid: template-injection
        return name;
    }
}

@Controller
class Views {
    @GetMapping("/page")
    org.springframework.web.servlet.ModelAndView page(@RequestParam String name) {
        // ruleid: template-injection
        return new org.springframework.web.servlet.ModelAndView(name);
    }

    @GetMapping("/start")
    org.springframework.web.servlet.ModelAndView start(@RequestParam String name) {
        // ok: template-injection
        return new org.springframework.web.servlet.ModelAndView("start", "name", name);
    }
}

@Controller
class Helped {
    @GetMapping("/go")
    String go(@RequestParam String target) {
        // ok: template-injection
        return elsewhere(target);
    }

    @GetMapping("/folder")
    String folder(@RequestParam String name) {
        // ok: template-injection
        return page(name);
    }

    @GetMapping("/any")
    String any(@RequestParam String name) {
        // ruleid: template-injection
        return trimmed(name);
    }

    private String elsewhere(String target) {
        return "redirect:" + target;
    }

    private String page(String name) {
        return "pages/" + name;
    }

    private String trimmed(String name) {
        return name.trim();
    }
}
