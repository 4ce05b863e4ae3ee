package shop

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

func back(w http.ResponseWriter, r *http.Request) {
	target := r.URL.Query().Get("next")
	if strings.HasPrefix(target, "/account/") {
		// ok: open-redirect
		http.Redirect(w, r, target, http.StatusFound)
		return
	}
	// ruleid: open-redirect
	http.Redirect(w, r, target, http.StatusFound)
	// ok: open-redirect
	http.Redirect(w, r, "/login?next="+target, http.StatusFound)
}

func leave(c *gin.Context) {
	// ruleid: open-redirect
	c.Redirect(http.StatusFound, c.Query("to"))
	// ok: open-redirect
	c.Redirect(http.StatusFound, "/home")
	// ok: open-redirect
	c.Redirect(http.StatusFound, fmt.Sprintf("/orders/%s", c.Query("id")))
	// ruleid: open-redirect
	c.Redirect(http.StatusFound, fmt.Sprintf("%s/orders", c.Query("to")))
}

func toHTTPS(w http.ResponseWriter, r *http.Request) {
	// ok: open-redirect
	http.Redirect(w, r, "https://"+r.Host+r.URL.RequestURI(), http.StatusMovedPermanently)
	// ruleid: open-redirect
	http.Redirect(w, r, "https://"+r.Header.Get("X-Forwarded-Host"), http.StatusMovedPermanently)
}

func again(w http.ResponseWriter, r *http.Request) {
	if r.URL.Scheme == "http" {
		r.URL.Scheme = "https"
	}
	// ok: open-redirect
	http.Redirect(w, r, r.URL.String(), http.StatusFound)
	// ruleid: open-redirect
	http.Redirect(w, r, r.URL.Query().Get("next"), http.StatusFound)
}
