import java.io.IOException;
import javax.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.servlet.view.RedirectView;

@Controller
class Leaving {
    @GetMapping("/leave")
    void leave(@RequestParam String target, HttpServletResponse response) throws IOException {
        // ruleid: open-redirect
        response.sendRedirect(target);
        // ok: open-redirect
        response.sendRedirect("/orders/" + target);
    }

    @GetMapping("/next")
    String next(@RequestParam String target) {
        // ruleid: open-redirect
        return "redirect:" + target;
    }

    @GetMapping("/order")
    String order(@RequestParam String id) {
        // ok: open-redirect
        return "redirect:/orders/" + id;
    }

    @GetMapping("/view")
    RedirectView view(@RequestParam String target) {
        // ruleid: open-redirect
        return new RedirectView(target);
    }
}
