package console_test

import (
	"bufio"
	"net/http"
	"testing"
)

func TestOpenPageIsToldOfAChangeOnce(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.url+"/console/events?ref=2026-000123&stamp=0", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := d.jar.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("status %d, %s", resp.StatusCode, resp.Header.Get("Content-Type"))
	}
	lines := bufio.NewScanner(resp.Body)
	read := func() string {
		for lines.Scan() {
			if lines.Text() != "" {
				return lines.Text()
			}
		}
		t.Fatal("the stream ended")
		return ""
	}
	if got := read(); got != ": still here" {
		t.Errorf("nothing changed, and the page is told %q", got)
	}
	d.reg.tell("още нещо")
	if id, event := read(), read(); id != "id: 1" || event != "event: changed" {
		t.Errorf("after a change: %q %q", id, event)
	}
}

func TestStreamsOfNoCase(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	if resp, _ := d.get("/console/events?ref=nonsense"); resp.StatusCode != http.StatusNotFound {
		t.Errorf("status %d", resp.StatusCode)
	}
}
