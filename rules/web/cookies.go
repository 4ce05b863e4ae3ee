package shop

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

func signIn(w http.ResponseWriter, r *http.Request) {
	// ruleid: insecure-cookie
	http.SetCookie(w, &http.Cookie{Name: "session", Value: "x", Secure: false, HttpOnly: true})
	bare := http.Cookie{Name: "session", Value: "x"}
	// ruleid: insecure-cookie
	http.SetCookie(w, &bare)
	late := &http.Cookie{Name: "session", Value: "x"}
	late.Secure = true
	late.HttpOnly = true
	// ok: insecure-cookie
	http.SetCookie(w, late)
	// ok: insecure-cookie
	http.SetCookie(w, &http.Cookie{Name: "session", Value: "x", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	// ok: insecure-cookie
	r.AddCookie(&http.Cookie{Name: "session", Value: "x"})
}

func gin1(c *gin.Context) {
	// ruleid: insecure-cookie
	c.SetCookie("session", "x", 3600, "/", "shop.example.com", false, true)
	// ok: insecure-cookie
	c.SetCookie("session", "x", 3600, "/", "shop.example.com", true, true)
}

func cors(w http.ResponseWriter) {
	// ruleid: permissive-cors
	w.Header().Set("Access-Control-Allow-Origin", "*")
	// ok: permissive-cors
	w.Header().Set("Access-Control-Allow-Origin", "https://shop.example.com")
}
