package shop

import (
	"net/http"

	"github.com/dop251/goja"
)

func price(w http.ResponseWriter, r *http.Request) {
	vm := goja.New()
	// ruleid: code-injection
	vm.RunString(r.FormValue("formula"))
	vm.Set("amount", r.FormValue("amount"))
	// ok: code-injection
	vm.RunString("amount * 1.19")
}
