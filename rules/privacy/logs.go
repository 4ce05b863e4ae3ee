package shop

import (
	"log"
	"log/slog"
	"net/http"
	"strings"
)

func search(w http.ResponseWriter, r *http.Request) {
	term := r.FormValue("q")
	// ruleid: log-injection
	log.Printf("search: %s", term)
	// ok: log-injection
	log.Printf("search: %s", strings.ReplaceAll(term, "\n", ""))
	// ok: log-injection
	log.Printf("search: %q", term)
	// ok: log-injection
	slog.Info("search", "term", term)
	// ruleid: log-injection
	slog.Info("search: " + term)
}
