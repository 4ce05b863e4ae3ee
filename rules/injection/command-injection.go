package shop

import (
	"log"
	"os"
	"context"
	"net/http"
	"os/exec"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/beego/beego/v2/server/web"
)

var hostName = regexp.MustCompile(`^[a-zA-Z0-9-]+$`)

func ping(w http.ResponseWriter, r *http.Request) {
	host := r.URL.Query().Get("host")
	// ruleid: command-injection
	exec.Command("sh", "-c", "ping -c 1 "+host).Run()
	// ruleid: command-injection
	out, err := exec.CommandContext(context.Background(), "/bin/bash", "-c", "ping "+host).Output()
	if err != nil {
		return
	}
	w.Write([]byte(strconv.Itoa(len(out))))
	// ok: command-injection
	exec.Command("ping", "-c", "1", host).Run()
	// ruleid: command-injection
	cmd := exec.Command(r.FormValue("tool"), "-v")
	cmd.Run()
	if !hostName.MatchString(host) {
		return
	}
	// ok: command-injection
	exec.Command("sh", "-c", "ping -c 1 "+host).Run()
}

func version(w http.ResponseWriter, r *http.Request) {
	shell := "cmd"
	args := []string{"/c", "dir " + r.FormValue("folder")}
	// ruleid: command-injection
	exec.Command(shell, args...).Run()
}

type contextKey struct{}

const toolKey = "tool"

func withHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), contextKey{}, r.Header.Get("X-Host"))
		ctx, cancel := context.WithCancel(context.WithValue(ctx, toolKey, "ping"))
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func pingAgain(w http.ResponseWriter, r *http.Request) {
	host := r.Context().Value(contextKey{}).(string)
	// ruleid: command-injection
	exec.Command("sh", "-c", "ping "+host).Run()
	// ok: command-injection
	exec.Command("sh", "-c", r.Context().Value(toolKey).(string)+" localhost").Run()
	// ruleid: command-injection
	again := exec.Cmd{Path: "/bin/sh", Args: []string{"sh", "-c", "ping " + host}}
	again.Run()
	// ok: command-injection
	safe := exec.Cmd{Path: "/bin/ping", Args: []string{"ping", "-c", host}}
	safe.Run()
}
type toolsController struct {
	web.Controller
}

func (c *toolsController) Get() {
	// ruleid: command-injection
	exec.Command("sh", "-c", "ping "+c.GetString("host")).Run()
	// ruleid: command-injection
	exec.Command("sh", "-c", "ping "+c.Ctx.Request.Host).Run()
	count, _ := c.GetInt("count")
	// ok: command-injection
	exec.Command("sh", "-c", "ping -c "+strconv.Itoa(count)+" localhost").Run()
}
func assembled(w http.ResponseWriter, r *http.Request) {
	command := exec.Command("sh")
	// ruleid: command-injection
	command.Args = append(command.Args, "-c", r.FormValue("line"))
	command.Run()
	shell := exec.Command("sh", "-c")
	// ruleid: command-injection
	shell.Args = append(shell.Args, "ping "+r.FormValue("host"))
	shell.Run()
	plain := exec.Command("ping")
	// ok: command-injection
	plain.Args = append(plain.Args, r.FormValue("host"))
	plain.Run()
}
func ending(w http.ResponseWriter, r *http.Request) {
	host := r.FormValue("host")
	if host != "a.example" && host != "b.example" {
		log.Fatalf("no such host")
	}
	// ok: command-injection
	exec.Command("sh", "-c", "ping "+host).Run()
	other := r.FormValue("other")
	if other != "a.example" {
		log.Println("no such host")
	}
	// ruleid: command-injection
	exec.Command("sh", "-c", "ping "+other).Run()
	last := r.FormValue("last")
	if last != "a.example" {
		os.Exit(1)
	}
	// ok: command-injection
	exec.Command("sh", "-c", "ping "+last).Run()
}

var names sync.Map
var lastName atomic.Value

func keepName(w http.ResponseWriter, r *http.Request) {
	names.Store("name", r.FormValue("name"))
	lastName.Store(r.FormValue("name"))
}

func listKept(w http.ResponseWriter, r *http.Request) {
	name, _ := names.Load("name")
	// ruleid: command-injection
	exec.Command("sh", "-c", "ls "+name.(string)).Run()
	size, _ := names.Load("size")
	// ok: command-injection
	exec.Command("sh", "-c", "ls "+size.(string)).Run()
	// ruleid: command-injection
	exec.Command("sh", "-c", "ls "+lastName.Load().(string)).Run()
}

func handleKept() {
	http.HandleFunc("/keep", keepName)
	http.HandleFunc("/kept", listKept)
}
