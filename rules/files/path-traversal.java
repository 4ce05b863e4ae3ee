import java.io.File;
import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.multipart.MultipartFile;

@RestController
class Downloads {
    @GetMapping("/download/{name}")
    byte[] download(@PathVariable String name) throws Exception {
        // ruleid: path-traversal
        FileInputStream a = new FileInputStream("uploads/" + name);
        // ruleid: path-traversal
        Path b = Paths.get("uploads", name);
        // ok: path-traversal
        FileInputStream c = new FileInputStream("uploads/" + new File("x").getName());
        // ok: path-traversal
        return Files.readAllBytes(Paths.get("uploads/readme.txt"));
    }

    @GetMapping("/raw")
    byte[] raw(@RequestParam String name) throws Exception {
        if (!name.startsWith("/srv/uploads/")) return null;
        // ruleid: path-traversal
        return Files.readAllBytes(Paths.get(name));
    }

    @PostMapping("/upload")
    void upload(@RequestParam MultipartFile file) throws Exception {
        // ruleid: path-traversal
        file.transferTo(new File("uploads/" + file.getOriginalFilename()));
    }

    private static final File FOLDER = new File("/srv/uploads");

    @GetMapping("/inside")
    byte[] checked(@RequestParam String name) throws Exception {
        // ok: path-traversal
        File file = new File(FOLDER, name);
        if (!file.getCanonicalPath().startsWith(FOLDER.getCanonicalPath() + File.separator)) throw new SecurityException();
        // ok: path-traversal
        return Files.readAllBytes(file.toPath());
    }

    @GetMapping("/checked")
    byte[] checkedInFunction(@RequestParam String name) throws Exception {
        // ok: path-traversal
        File file = new File(FOLDER, name);
        requireInside(file);
        // ok: path-traversal
        return Files.readAllBytes(file.toPath());
    }

    private void requireInside(File file) throws Exception {
        String canonical = file.getCanonicalPath();
        if (!canonical.startsWith(FOLDER.getCanonicalPath() + File.separator)) throw new SecurityException();
    }

    @GetMapping("/below")
    byte[] below(@RequestParam String name) throws Exception {
        Path folder = Path.of("/srv/uploads");
        // Whatever begins with the folder may still lead out of it.
        // ruleid: path-traversal
        if (!folder.resolve(name).startsWith(folder)) throw new SecurityException();
        // ruleid: path-traversal
        return Files.readAllBytes(folder.resolve(name));
    }

    @GetMapping("/normal")
    byte[] normal(@RequestParam String name) throws Exception {
        Path folder = Path.of("/srv/uploads");
        // ok: path-traversal
        Path path = folder.resolve(name).normalize();
        if (!path.startsWith(folder)) throw new SecurityException();
        // ok: path-traversal
        return Files.readAllBytes(path);
    }

    @GetMapping("/unchecked")
    byte[] unchecked(@RequestParam String name) throws Exception {
        // ok: path-traversal
        File file = new File(FOLDER, name);
        if (!file.getCanonicalPath().startsWith(FOLDER.getCanonicalPath() + File.separator)) log(name);
        // ruleid: path-traversal
        return Files.readAllBytes(file.toPath());
    }
    @GetMapping("/last")
    byte[] last(@RequestParam String name) throws Exception {
        // ok: path-traversal
        Path file = Paths.get("/srv/uploads").resolve(Paths.get(name).getFileName());
        Path given = Paths.get("/srv/uploads")
                // ruleid: path-traversal
                .resolve(name);
        // ok: path-traversal
        return Files.readAllBytes(file);
    }
    @PostMapping("/store")
    void store(@RequestParam MultipartFile file, @RequestParam String name) throws Exception {
        Path target = Paths.get("/srv/uploads/new");
        // ok: path-traversal
        Files.copy(file.getInputStream(), target);
        // ruleid: path-traversal
        Path given = Paths.get("/srv/uploads/" + name);
        // ruleid: path-traversal
        Files.copy(given, target);
    }

    @GetMapping("/digest")
    String digest(@RequestParam String name) throws Exception {
        return digestOf(name);
    }

    private static String digestOf(String text) throws Exception {
        return digestOf(text.getBytes());
    }

    private static String digestOf(byte[] bytes) {
        return "digest";
    }

    private static String digestOf(File file) throws Exception {
        // ok: path-traversal
        return digestOf(new FileInputStream(file).readAllBytes());
    }

    @GetMapping("/checked-by-type")
    byte[] checkedByType(@RequestParam String name) throws Exception {
        Path base = Paths.get("/srv/uploads");
        // ok: path-traversal
        Path path = base.resolve(name);
        requireWithin(base, path);
        // ok: path-traversal
        return Files.readAllBytes(path);
    }

    private static void requireWithin(String folder, String name) {
        requireWithin(Paths.get(folder), Paths.get(name));
    }

    private static void requireWithin(Path folder, Path path) {
        if (path.normalize().startsWith(folder)) return;
        throw new SecurityException();
    }

    @GetMapping("/checked-as-text")
    byte[] checkedAsText(@RequestParam String name) throws Exception {
        Path base = Paths.get("/srv/uploads");
        // ok: path-traversal
        Path path = base.resolve(name);
        requireBelow(base, path.toString());
        // ok: path-traversal
        return Files.readAllBytes(path);
    }

    @GetMapping("/checked-by-nobody")
    byte[] checkedByNobody(@RequestParam String name) throws Exception {
        Path base = Paths.get("/srv/uploads");
        // ruleid: path-traversal
        Path path = base.resolve(name);
        requireSomething(base, path.toString());
        // ruleid: path-traversal
        return Files.readAllBytes(path);
    }

    private static void requireBelow(Path folder, String name) {
        // ok: path-traversal
        requireBelow(folder, Paths.get(name));
    }

    private static void requireBelow(Path folder, Path path) {
        if (!path.normalize().startsWith(folder)) throw new SecurityException();
    }

    private static void requireSomething(Path folder, String name) {
        // ruleid: path-traversal
        requireSomething(folder, Paths.get(name));
    }

    private static void requireSomething(Path folder, Path path) {
        if (path.normalize().startsWith("/tmp")) log(path);
    }
}

class Forwards extends org.apache.struts.action.Action {
    org.apache.struts.action.ActionForward next(javax.servlet.http.HttpServletRequest request) {
        String page = request.getParameter("page");
        // ruleid: path-traversal
        org.apache.struts.action.ActionForward forward = new org.apache.struts.action.ActionForward(page);
        // ok: path-traversal
        forward.setPath("/start.jsp");
        return forward;
    }
}
