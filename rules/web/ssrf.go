package shop

import (
	"net/http"
	"net/url"
	"slices"
)

var partners = []string{"api.example.com", "img.example.com"}

func fetch(w http.ResponseWriter, r *http.Request) {
	address := r.URL.Query().Get("url")
	// ruleid: server-side-request-forgery
	http.Get(address)
	// ruleid: server-side-request-forgery
	request, err := http.NewRequest("GET", "http://"+r.FormValue("host")+"/status", nil)
	if err != nil {
		return
	}
	http.DefaultClient.Do(request)
	// ok: server-side-request-forgery
	http.Get("https://api.example.com/search?q=" + url.QueryEscape(address))
	host := r.FormValue("host")
	if !slices.Contains(partners, host) {
		return
	}
	// ok: server-side-request-forgery
	http.Get("https://" + host + "/status")
}
