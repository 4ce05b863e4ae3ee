import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

class Convert extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getParameter("name");
        // ruleid: command-injection
        Runtime.getRuntime().exec("convert " + name + " out.png");
        // ruleid: command-injection
        new ProcessBuilder("sh", "-c", "convert " + name).start();
        // ruleid: command-injection
        Runtime.getRuntime().exec(new String[] {"sh", "-c", name});
        // ok: command-injection
        Runtime.getRuntime().exec("convert in.png out.png");
        // ok: command-injection
        new ProcessBuilder(List.of("convert", "--size", String.valueOf(Integer.parseInt(name)))).start();
        String[] sizes = request.getParameterValues("size");
        Runtime.getRuntime()
            // ok: command-injection
            .exec("convert " + Arrays.stream(sizes).mapToInt(Sizes::inPixels).boxed().collect(Collectors.toList()));
        Runtime.getRuntime()
            // ruleid: command-injection
            .exec("convert " + Arrays.stream(sizes).collect(Collectors.toList()));
        if (!name.equals("small")) System.exit(1);
        // ok: command-injection
        Runtime.getRuntime().exec("convert " + name);
    }
}

class Kept {
    private static final ThreadLocal<String> NAME = new ThreadLocal<>();

    static void keep(String name) {
        NAME.set(name);
    }

    static String name() {
        return NAME.get();
    }
}

class KeepFilter implements javax.servlet.Filter {
    public void doFilter(javax.servlet.ServletRequest request, javax.servlet.ServletResponse response, javax.servlet.FilterChain chain)
            throws IOException, javax.servlet.ServletException {
        request.setAttribute("name", request.getParameter("name"));
        request.setAttribute("size", 10);
        Kept.keep(request.getParameter("name"));
        chain.doFilter(request, response);
    }
}

class ConvertKept extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // ruleid: command-injection
        Runtime.getRuntime().exec("convert " + request.getAttribute("name"));
        // ok: command-injection
        Runtime.getRuntime().exec("convert -s " + request.getAttribute("size"));
        // ruleid: command-injection
        Runtime.getRuntime().exec("convert " + Kept.name());
        ThreadLocal<String> own = new ThreadLocal<>();
        own.set(request.getParameter("name"));
        own.set("all");
        // ok: command-injection
        Runtime.getRuntime().exec("convert " + own.get());
    }
}
