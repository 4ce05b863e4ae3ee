package shop

import (
	"html/template"
	"net/http"
)

func greeting(w http.ResponseWriter, r *http.Request) {
	// ruleid: template-injection
	page, err := template.New("page").Parse("<h1>Hello " + r.FormValue("name") + "</h1>")
	if err != nil {
		return
	}
	page.Execute(w, nil)
	// ok: template-injection
	fixed := template.Must(template.New("page").Parse("<h1>Hello {{.}}</h1>"))
	fixed.Execute(w, r.FormValue("name"))
}
