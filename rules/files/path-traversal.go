package shop

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/gin-gonic/gin"
)

const uploads = "/srv/uploads"

func download(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("file")
	// ruleid: path-traversal
	data, err := os.ReadFile(filepath.Join(uploads, name))
	if err != nil {
		return
	}
	w.Header().Set("Content-Type", "application/pdf")
	http.ServeContent(w, r, "file", modified, read(data))
	// ok: path-traversal
	os.Open(filepath.Join(uploads, filepath.Base(name)))
	path := filepath.Join(uploads, name)
	if !strings.HasPrefix(path, uploads+string(os.PathSeparator)) {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	// ok: path-traversal
	os.Open(path)
}

func raw(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("file")
	if !strings.HasPrefix(name, "/srv/uploads/") {
		return
	}
	// ruleid: path-traversal
	os.Open(name)
	clean := filepath.Clean(name)
	if !strings.HasPrefix(clean, "/srv/uploads/") {
		return
	}
	// ok: path-traversal
	os.Open(clean)
}

func upload(c *gin.Context) {
	file, err := c.FormFile("file")
	if err != nil {
		return
	}
	// ruleid: path-traversal
	c.SaveUploadedFile(file, uploads+"/"+c.PostForm("name"))
	// ok: path-traversal
	c.SaveUploadedFile(file, uploads+"/"+filepath.Base(file.Filename))
	name := c.Query("name")
	if !filepath.IsLocal(name) {
		return
	}
	// ok: path-traversal
	os.Remove(filepath.Join(uploads, name))
}
func rooted(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	// ok: path-traversal
	os.ReadFile(filepath.Join("/srv/uploads", filepath.Clean("/"+name)))
	// ruleid: path-traversal
	os.ReadFile(filepath.Join("/srv/uploads", filepath.Clean(name)))
	_, header, _ := r.FormFile("file")
	// ok: path-traversal
	os.Create("/srv/uploads/" + header.Filename)
	isClimbing, _ := regexp.MatchString(`\.\.`, name)
	if isClimbing {
		return
	}
	// ok: path-traversal
	os.ReadFile("/srv/uploads/" + name)
}
