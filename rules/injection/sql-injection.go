package shop

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
	"gorm.io/gorm"

	"github.com/labstack/echo"
)

type server struct {
	db   *sql.DB
	pool *pgxpool.Pool
}

func (s *server) users(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("id")
	// ruleid: sql-injection
	rows, err := s.db.Query("SELECT * FROM users WHERE id = " + id)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer rows.Close()
	// ok: sql-injection
	s.db.Query("SELECT * FROM users WHERE id = ?", id)
	query := fmt.Sprintf("SELECT * FROM users WHERE name = '%s'", r.FormValue("name"))
	// ruleid: sql-injection
	s.db.QueryRowContext(r.Context(), query)
	// ruleid: sql-injection
	s.pool.Exec(context.Background(), "DELETE FROM users WHERE id = "+id)
	// ok: sql-injection
	s.pool.Exec(context.Background(), "DELETE FROM users WHERE id = $1", id)
	n, err := strconv.Atoi(id)
	if err != nil {
		return
	}
	// ok: sql-injection
	s.db.Exec(fmt.Sprintf("DELETE FROM users WHERE id = %d", n))
}

var columns = map[string]bool{"name": true, "price": true}

func (s *server) sorted(w http.ResponseWriter, r *http.Request) {
	column := r.URL.Query().Get("sort")
	var query strings.Builder
	query.WriteString("SELECT * FROM products ORDER BY ")
	query.WriteString(column)
	// ruleid: sql-injection
	s.db.Query(query.String())
	if !columns[column] {
		return
	}
	// ok: sql-injection
	s.db.Query("SELECT * FROM products ORDER BY " + column)
}

func list(db *gorm.DB, x *sqlx.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		var products []product
		// ruleid: sql-injection
		db.Where("name = '" + c.Query("name") + "'").Find(&products)
		// ok: sql-injection
		db.Where("name = ?", c.Query("name")).Find(&products)
		// ruleid: sql-injection
		db.Raw("SELECT * FROM products WHERE id = " + c.Param("id")).Scan(&products)
		// ruleid: sql-injection
		x.Select(&products, "SELECT * FROM products WHERE kind = '"+c.PostForm("kind")+"'")
		var filter product
		if err := c.ShouldBindJSON(&filter); err != nil {
			return
		}
		// ruleid: sql-injection
		x.Queryx("SELECT * FROM products WHERE name = '" + filter.Name + "'")
		named(db, "name = '"+c.Query("name")+"'")
		fixed(db, map[string]any{"name": c.Query("name")})
		// ok: sql-injection
		x.NamedExec("INSERT INTO products (name) VALUES (:name)", filter)
	}
}

func named(db *gorm.DB, condition string) {
	// ruleid: sql-injection
	db.Where(condition).First(&product{})
}

func fixed(db *gorm.DB, conditions map[string]any) {
	// ok: sql-injection
	db.Where(conditions).First(&product{})
}

type product struct{ Name string }
type store struct {
	*sql.DB
	name string
}

func (s *store) find(id string) {
	// ruleid: sql-injection
	s.Query("SELECT * FROM users WHERE id = " + id)
	// ok: sql-injection
	s.Query("SELECT * FROM users WHERE id = ?", id)
}

func isName(text string) bool {
	pattern, _ := regexp.Compile(`^[a-z]+$`)
	return pattern.MatchString(text)
}

func embedded(w http.ResponseWriter, r *http.Request) {
	users := &store{}
	users.find(r.FormValue("id"))
	name := r.FormValue("name")
	isFine := isName(name)
	if isFine == false {
		return
	}
	// ok: sql-injection
	users.Exec("DELETE FROM " + name)
	other := r.FormValue("other")
	isOther := isName(other)
	if isOther == true {
		return
	}
	// ruleid: sql-injection
	users.Exec("DELETE FROM " + other)
}

func bound(c echo.Context) error {
	attempt := struct{ User string }{}
	if err := c.Bind(&attempt); err != nil {
		return err
	}
	// ruleid: sql-injection
	_, err := db.Query("SELECT * FROM users WHERE name = '" + attempt.User + "'")
	return err
}

func (s *server) find(name string, id string, count int) {
	// ruleid: unbound-sql-value
	s.db.Query("SELECT * FROM users WHERE id = " + id)
	// ruleid: unbound-sql-value
	s.db.Query(fmt.Sprintf("SELECT * FROM users WHERE name = '%s'", name))
	// ok: unbound-sql-value
	s.db.Query(fmt.Sprintf("SELECT * FROM users LIMIT %d", count))
	// ok: unbound-sql-value
	s.db.Query(fmt.Sprintf("SELECT * FROM users WHERE id = %d", count))
	// ok: unbound-sql-value
	s.db.Query("SELECT * FROM users WHERE id = " + strconv.Itoa(count))
	// ok: unbound-sql-value
	s.db.Query("SELECT * FROM users WHERE id = ?", id)
}
