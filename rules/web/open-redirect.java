import java.io.IOException;
import javax.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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
    @GetMapping("/header")
    ResponseEntity<Void> header(@RequestParam String target) {
        // ruleid: open-redirect
        return ResponseEntity.status(302).header("Location", target).build();
    }

    @GetMapping("/constant")
    ResponseEntity<Void> constant(@RequestParam String target) {
        HttpHeaders headers = new HttpHeaders();
        // ruleid: open-redirect
        headers.add(HttpHeaders.LOCATION, target);
        // ok: open-redirect
        headers.add("X-Target", target);
        // ok: open-redirect
        headers.add(HttpHeaders.LOCATION, String.format("/orders/%s", target));
        // ruleid: open-redirect
        headers.add(HttpHeaders.LOCATION, String.format("https://%s/orders", target));
        return new ResponseEntity<>(headers, HttpStatus.FOUND);
    }

    @GetMapping("/away")
    org.springframework.web.servlet.ModelAndView away(@RequestParam String target) {
        // ruleid: open-redirect
        return new org.springframework.web.servlet.ModelAndView("redirect:" + target);
    }

    @GetMapping("/inside")
    org.springframework.web.servlet.ModelAndView inside(@RequestParam String target) {
        // ok: open-redirect
        return new org.springframework.web.servlet.ModelAndView("redirect:/orders/" + target);
    }
}

@Controller
class Helped {
    @GetMapping("/go")
    String go(@RequestParam String target) {
        // ruleid: open-redirect
        return elsewhere(target);
    }

    @GetMapping("/concat")
    String concat(@RequestParam String target) {
        // ruleid: open-redirect
        return "redirect:".concat(target);
    }

    @GetMapping("/order")
    String order(@RequestParam String id) {
        // ok: open-redirect
        return elsewhere("/orders/" + id);
    }

    private String elsewhere(String target) {
        return "redirect:" + target;
    }
}
