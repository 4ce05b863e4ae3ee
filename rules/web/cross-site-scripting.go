package shop

import (
	"fmt"
	"html"
	"html/template"
	"io"
	"net/http"
	"os"
	"strconv"
	text "text/template"
)

func hello(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	// ruleid: reflected-xss
	fmt.Fprintf(w, "<h1>Hello %s</h1>", name)
	// ok: reflected-xss
	fmt.Fprintf(w, "<h1>Hello %s</h1>", html.EscapeString(name))
	// ruleid: reflected-xss
	w.Write([]byte("<h1>" + name + "</h1>"))
	// ruleid: reflected-xss
	io.WriteString(w, "<h1>"+r.FormValue("name")+"</h1>")
	// ok: reflected-xss
	fmt.Fprintf(w, "%d", len(name))
	if n, err := strconv.Atoi(name); err == nil {
		// ok: reflected-xss
		fmt.Fprint(w, n)
	}
	page := template.Must(template.New("page").Parse("<h1>{{.}}</h1>"))
	// ok: reflected-xss
	page.Execute(w, name)
	// ruleid: reflected-xss
	page.Execute(w, template.HTML(name))
	plain := text.Must(text.New("page").Parse("<h1>{{.}}</h1>"))
	// ruleid: reflected-xss
	plain.Execute(w, name)
	banner, _ := os.ReadFile("banner.txt")
	// ruleid: stored-xss
	io.WriteString(w, "<h1>"+string(banner)+"</h1>")
	// ok: stored-xss
	fmt.Fprintf(w, "<h1>%s</h1>", html.EscapeString(string(banner)))
	// ok: reflected-xss
	http.Error(w, "no such page: "+name, http.StatusNotFound)
}

func comment(written string, count int) []template.HTML {
	// ruleid: unescaped-html
	first := template.HTML("<p>" + written + "</p>")
	// ok: unescaped-html
	second := template.HTML("<p>" + html.EscapeString(written) + "</p>")
	// ok: unescaped-html
	third := template.HTML("<br>")
	// ok: unescaped-html
	fourth := template.HTML(strconv.Itoa(count))
	return []template.HTML{first, second, third, fourth}
}

func greeting(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	// ok: reflected-xss
	w.Write([]byte("Hello " + name))
	// ok: reflected-xss
	fmt.Fprintf(w, "Hello %s", name)
	// ruleid: reflected-xss
	fmt.Fprintf(w, "%s, hello", name)
}

func greetingPage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	// ruleid: reflected-xss
	fmt.Fprintf(w, "Hello %s", r.FormValue("name"))
}

func greetingPart(w http.ResponseWriter, r *http.Request) {
	io.WriteString(w, "<html><body>")
	// ruleid: reflected-xss
	io.WriteString(w, "Hello "+r.FormValue("name"))
}

func greetingText(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain")
	// ok: reflected-xss
	io.WriteString(w, r.FormValue("name"))
}
