package shop

import (
	"github.com/gin-contrib/sessions"
	"github.com/gin-gonic/gin"
)

func theme(c *gin.Context) {
	session := sessions.Default(c)
	// ruleid: trust-boundary
	session.Set("role", c.Query("role"))
	// ok: trust-boundary
	session.Set("theme", "dark")
}
