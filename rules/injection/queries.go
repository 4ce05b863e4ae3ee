package shop

import (
	"fmt"
	"net/http"

	"github.com/antchfx/xmlquery"
	"github.com/go-ldap/ldap/v3"
)

func directory(w http.ResponseWriter, r *http.Request) {
	user := r.FormValue("user")
	// ruleid: ldap-injection
	ldap.NewSearchRequest("dc=example,dc=com", ldap.ScopeWholeSubtree, ldap.NeverDerefAliases, 0, 0, false, fmt.Sprintf("(uid=%s)", user), nil, nil)
	// ok: ldap-injection
	ldap.NewSearchRequest("dc=example,dc=com", ldap.ScopeWholeSubtree, ldap.NeverDerefAliases, 0, 0, false, fmt.Sprintf("(uid=%s)", ldap.EscapeFilter(user)), nil, nil)
}

func prices(document *xmlquery.Node) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// ruleid: xpath-injection
		xmlquery.Find(document, "//product[@id='"+r.FormValue("id")+"']")
		// ok: xpath-injection
		xmlquery.Find(document, "//product")
	}
}
