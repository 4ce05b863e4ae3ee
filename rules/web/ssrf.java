import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.util.Set;
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
    private static final Set<String> PARTNERS = Set.of("api.example.com");

    @GetMapping("/partner")
    Object partner(@RequestParam String url) throws Exception {
        URI uri = new URI(url);
        if (!PARTNERS.contains(uri.getHost())) throw new IllegalArgumentException();
        // ok: server-side-request-forgery
        return template.getForObject(uri, byte[].class);
    }

    @GetMapping("/ending")
    Object ending(@RequestParam String url) throws Exception {
        URI uri = new URI(url);
        if (!uri.getHost().endsWith("example.com")) throw new IllegalArgumentException();
        // ruleid: server-side-request-forgery
        return template.getForObject(uri, byte[].class);
    }
}
