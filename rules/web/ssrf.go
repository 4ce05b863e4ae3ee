package shop

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"

	"github.com/gorilla/websocket"
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
func fetchPartner(w http.ResponseWriter, r *http.Request) {
	address := r.FormValue("url")
	parsed, err := url.Parse(address)
	if err != nil || !slices.Contains(partners, parsed.Hostname()) {
		return
	}
	// ok: server-side-request-forgery
	http.Get(parsed.String())
	// ok: server-side-request-forgery
	http.Get(address)
}

func fetchOther(w http.ResponseWriter, r *http.Request) {
	parsed, _ := url.Parse(r.FormValue("url"))
	host := parsed.Host
	switch host {
	case "api.example.com":
		// ok: server-side-request-forgery
		http.Get(parsed.String())
	default:
		// ruleid: server-side-request-forgery
		http.Get(parsed.String())
	}
}

func relay(w http.ResponseWriter, r *http.Request) {
	// ruleid: server-side-request-forgery
	websocket.DefaultDialer.Dial(r.FormValue("peer"), nil)
	dialer := websocket.Dialer{}
	// ruleid: server-side-request-forgery
	dialer.DialContext(r.Context(), r.FormValue("peer"), nil)
	// ok: server-side-request-forgery
	dialer.Dial("wss://peer.example.com/", nil)
}

type shops struct{ base string }

func (s shops) order(w http.ResponseWriter, r *http.Request) {
	// ok: server-side-request-forgery
	http.Get(fmt.Sprintf("%s/orders/%s", s.base, r.FormValue("order")))
	// ok: server-side-request-forgery
	http.Get(os.Getenv("SHOP") + "/orders/" + r.FormValue("order"))
	// ruleid: server-side-request-forgery
	http.Get(fmt.Sprintf("%s/orders/%s", r.FormValue("shop"), s.base))
	// ruleid: server-side-request-forgery
	http.Get(fmt.Sprintf("%s://%s/orders", s.base, r.FormValue("shop")))
}
