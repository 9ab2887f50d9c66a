package house

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// instruction is one line of a Containerfile, its continuations joined.
type instruction struct{ word, rest string }

func containerfile(t *testing.T) (list []instruction) {
	t.Helper()
	text := regexp.MustCompile(`\\\n\s*`).ReplaceAllString(read(t, "deploy/Containerfile"), "")
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		word, rest, ok := strings.Cut(line, " ")
		if !ok || word != strings.ToUpper(word) {
			t.Errorf("deploy/Containerfile: %q is no instruction", line)
		}
		list = append(list, instruction{word, rest})
	}
	return list
}

// only gives what an instruction says that stands once.
func only(t *testing.T, list []instruction, word string) string {
	t.Helper()
	var found []string
	for _, i := range list {
		if i.word == word {
			found = append(found, i.rest)
		}
	}
	if len(found) != 1 {
		t.Fatalf("deploy/Containerfile has %s %d times, want once", word, len(found))
	}
	return found[0]
}

// TestContainerfileBuildsWithOurGo compares its version of Go with go.mod's.
func TestContainerfileBuildsWithOurGo(t *testing.T) {
	version := regexp.MustCompile(`(?m)^go (\S+)$`).FindStringSubmatch(read(t, "go.mod"))
	first := containerfile(t)[0]
	if want := "docker.io/library/golang:" + version[1] + " AS build"; first.word != "FROM" || first.rest != want {
		t.Errorf("deploy/Containerfile begins with %s %s, want FROM %s", first.word, first.rest, want)
	}
}

func TestContainerfileEndsWithNothingButTheProgram(t *testing.T) {
	list := containerfile(t)
	var stages []string
	copied := map[string]bool{}
	for _, i := range list {
		switch i.word {
		case "FROM":
			stages = append(stages, i.rest)
			clear(copied)
		case "COPY":
			checkCopy(t, i.rest, len(stages) > 1)
			words := strings.Fields(i.rest)
			copied[words[len(words)-1]] = true
		}
	}
	if len(stages) != 2 || stages[1] != "scratch" {
		t.Errorf("stages %q, want a build and then scratch", stages)
	}
	if entry := only(t, list, "ENTRYPOINT"); entry != `["/chuyme"]` || !copied["/chuyme"] {
		t.Errorf("it starts %s, and copies %v", entry, copied)
	}
	if user := only(t, list, "USER"); !regexp.MustCompile(`^[1-9]\d*:[1-9]\d*$`).MatchString(user) {
		t.Errorf("it runs as %s, want numbers that are not root's", user)
	}
	if !copied["/data"] || only(t, list, "VOLUME") != "/data" || !copied["/etc/ssl/certs/ca-certificates.crt"] {
		t.Errorf("a folder for data or the authorities of certificates are missing: %v", copied)
	}
	if !slices.ContainsFunc(list, func(i instruction) bool {
		return i.word == "RUN" && strings.HasPrefix(i.rest, "CGO_ENABLED=0 go build ") && strings.HasSuffix(i.rest, " ./bot")
	}) {
		t.Error("the program is not built without cgo from ./bot")
	}
	for _, name := range regexp.MustCompile(`CHUYME_[A-Z_]+`).FindAllString(only(t, list, "ENV"), -1) {
		if !isSetting(name) {
			t.Errorf("%s is no setting", name)
		}
	}
}

// checkCopy looks whether what is copied is there: in the repository and let in by the ignore file, or in the stage
// before.
func checkCopy(t *testing.T, rest string, last bool) {
	var from []string
	stage := ""
	for _, w := range strings.Fields(rest) {
		if s, ok := strings.CutPrefix(w, "--from="); ok {
			stage = s
		} else if !strings.HasPrefix(w, "--") {
			from = append(from, w)
		}
	}
	if last != (stage == "build") {
		t.Errorf("COPY %s: only the last stage copies, and from the first", rest)
	}
	if last {
		return
	}
	for _, name := range from[:len(from)-1] {
		if _, err := os.Stat(filepath.Join(root, name)); err != nil {
			t.Errorf("COPY %s: %s is not in the repository", rest, name)
		}
		if !slices.Contains(strings.Fields(read(t, "deploy/Containerfile.dockerignore")), "!"+name) {
			t.Errorf("COPY %s: deploy/Containerfile.dockerignore keeps %s out", rest, name)
		}
	}
}

// compose is what the tests read of a compose file.
type compose struct {
	Services map[string]struct {
		Build       struct{ Context, Dockerfile string }
		Image       string
		Environment map[string]string
		Secrets     []string
		Volumes     []string
		Networks    []string
		Ports       []string
		User        string
		ReadOnly    bool `yaml:"read_only"`
		Healthcheck struct{ Test []string }
		DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
		CapDrop     []string                              `yaml:"cap_drop"`
		SecurityOpt []string                              `yaml:"security_opt"`
	}
	Networks map[string]struct{ Internal bool }
	Volumes  map[string]any
	Secrets  map[string]struct{ File string }
}

func readCompose(t *testing.T) (c compose) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, "deploy/compose.yaml")), &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Services) != 3 {
		t.Fatalf("deploy/compose.yaml has %d services, want chuyme, redis and postgres", len(c.Services))
	}
	return c
}

// TestComposeHangsTogether looks whether what services name is declared.
func TestComposeHangsTogether(t *testing.T) {
	c := readCompose(t)
	for name, s := range c.Services {
		for _, n := range s.Networks {
			if _, ok := c.Networks[n]; !ok {
				t.Errorf("%s: network %s is not declared", name, n)
			}
		}
		for _, n := range s.Secrets {
			if _, ok := c.Secrets[n]; !ok {
				t.Errorf("%s: secret %s is not declared", name, n)
			}
		}
		for _, v := range s.Volumes {
			from, _, _ := strings.Cut(v, ":")
			if _, declared := c.Volumes[from]; !declared {
				if _, err := os.Stat(filepath.Join(root, "deploy", from)); !strings.HasPrefix(from, "./") || err != nil {
					t.Errorf("%s: volume %s is neither declared nor a folder here", name, from)
				}
			}
		}
		for other, d := range s.DependsOn {
			if d.Condition != "service_healthy" || len(c.Services[other].Healthcheck.Test) == 0 {
				t.Errorf("%s waits for %s, which nobody asks whether it is well", name, other)
			}
		}
		if s.Image == "" || strings.HasSuffix(s.Image, ":latest") {
			t.Errorf("%s: image %q", name, s.Image)
		}
		if !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s may gain rights", name)
		}
	}
	ignore := read(t, "deploy/.gitignore")
	for name, s := range c.Secrets {
		if !strings.HasPrefix(s.File, "./secrets/") || !strings.Contains(ignore, "/secrets/") {
			t.Errorf("secret %s lies in %s, which could be committed", name, s.File)
		}
	}
}

// TestComposeIsClosed: one door, for this machine alone; the stores have no way out; no secret in an environment.
func TestComposeIsClosed(t *testing.T) {
	c := readCompose(t)
	for name, s := range c.Services {
		for _, p := range s.Ports {
			if name != "chuyme" || p != "127.0.0.1:8080:8080" {
				t.Errorf("%s: port %s is open", name, p)
			}
		}
		if name != "chuyme" && (len(s.Networks) != 1 || !c.Networks[s.Networks[0]].Internal) {
			t.Errorf("%s is in the networks %v; want an internal one alone", name, s.Networks)
		}
	}
	us := c.Services["chuyme"]
	secret := regexp.MustCompile(`TOKEN|SECRET|PASSWORD$|DATABASE_URL|SMTP`)
	for name := range us.Environment {
		if !isSetting(name) || secret.MatchString(name) {
			t.Errorf("chuyme: %s is no setting, or one that belongs in a file", name)
		}
	}
	list := containerfile(t)
	if us.User != only(t, list, "USER") || !us.ReadOnly || !slices.Equal(us.CapDrop, []string{"ALL"}) {
		t.Errorf("chuyme runs as %q, read-only %v, without %v", us.User, us.ReadOnly, us.CapDrop)
	}
	if _, err := os.Stat(filepath.Join(root, "deploy", us.Build.Context, us.Build.Dockerfile)); err != nil {
		t.Errorf("chuyme is built from %s, which is not there", us.Build.Dockerfile)
	}
	if units := strings.Replace(us.Environment["CHUYME_UNITS"], "/etc/chuyme", "deploy", 1); !slices.Contains(repository(t).files, units) {
		t.Errorf("chuyme reads its units from %s, which is not there", units)
	}
}
