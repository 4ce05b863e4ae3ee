import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import org.apache.http.client.methods.HttpGet;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.client.RestTemplate;

@RestController
class Proxy {
    private final RestTemplate template = new RestTemplate();

    @GetMapping("/fetch")
    Object fetch(@RequestParam String url) throws Exception {
        // ruleid: server-side-request-forgery
        Object a = template.getForObject(url, byte[].class);
        // ruleid: server-side-request-forgery
        Object b = new URL(url).openStream();
        // ruleid: server-side-request-forgery
        Object c = new HttpGet("http://" + url + "/status");
        // ruleid: server-side-request-forgery
        Object d = HttpRequest.newBuilder(URI.create(url));
        // ok: server-side-request-forgery
        Object e = template.getForObject("https://api.example.com/items/" + url, byte[].class);
        return a;
    }
}
