package console_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestInviteIsTakenByPressingAndOnce(t *testing.T) {
	d := open(t)
	for range 3 { // programs that look at links before people do
		resp, page := d.get("/console/join?token=good-invite")
		if resp.StatusCode != 200 || len(resp.Cookies()) != 0 {
			t.Fatalf("looking at the link: status %d, %d cookies", resp.StatusCode, len(resp.Cookies()))
		}
		wants(t, page, `value="good-invite"`, "Влез")
	}
	resp, page := d.get("/console/")
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("before signing in: status %d", resp.StatusCode)
	}
	wants(t, page, "еднократна връзка")
	d.signIn("good-invite")
	_, page = d.get("/console/")
	wants(t, page, "2026-000123", "ozd-lovech/bg · o-1")

	resp, page = d.post("/console/join", "token", "good-invite")
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("a used invite: status %d", resp.StatusCode)
	}
	wants(t, page, "използвана или изтекла")
}

func TestSessionCookie(t *testing.T) {
	d := open(t)
	d.jar.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, _ := d.post("/console/join", "token", "good-invite")
	if len(resp.Cookies()) != 1 {
		t.Fatalf("%d cookies", len(resp.Cookies()))
	}
	if c := resp.Cookies()[0]; !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" {
		t.Errorf("cookie %+v", c)
	}
}

func TestForgedSessionsAreStrangers(t *testing.T) {
	d := open(t)
	d.jar.Jar = nil
	for _, forged := range []string{"", "x", "session-", strings.Repeat("s", 4000)} {
		for _, path := range []string{"/console/", "/console/cases/2026-000123", "/console/events"} {
			resp, page := d.do("GET", path, "", "", "Cookie", "console="+forged)
			if resp.StatusCode != http.StatusUnauthorized {
				t.Errorf("%s with cookie %.10q: status %d", path, forged, resp.StatusCode)
			}
			lacks(t, page, "2026-000123")
		}
	}
	if resp, _ := d.post("/console/cases/2026-000123/ack"); resp.StatusCode != http.StatusUnauthorized || d.reg.done() != "" {
		t.Errorf("a stranger's press: status %d, done %q", resp.StatusCode, d.reg.done())
	}
}

func TestSignOutEndsTheSession(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	resp, _ := d.post("/console/leave")
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("after signing out: status %d", resp.StatusCode)
	}
	if resp, _ = d.do("GET", "/console/", "", "", "Cookie", "console=session-good-invite"); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("the old cookie still opens the console: status %d", resp.StatusCode)
	}
}

func TestLinkFromAMailFindsTheSession(t *testing.T) {
	d := open(t)
	resp, page := d.do("GET", "/console/cases/2026-000123?x=1", "", "", "Sec-Fetch-Site", "cross-site")
	if resp.StatusCode != 200 {
		t.Errorf("status %d", resp.StatusCode)
	}
	wants(t, page, `http-equiv="refresh" content="0;url=/console/cases/2026-000123?x=1"`)
	lacks(t, page, "първо")
}

func TestPostsFromAnotherSiteAreRefused(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	resp, page := d.do("POST", "/console/cases/2026-000123/ack", "", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site")
	if resp.StatusCode != http.StatusForbidden || d.reg.done() != "" {
		t.Errorf("status %d, done %q", resp.StatusCode, d.reg.done())
	}
	wants(t, page, "не Ви е позволено")
}

func TestLanguageIsRemembered(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	_, page := d.get("/console/?lang=en")
	wants(t, page, `<html lang="en">`, "Crisis", "5 min ago")
	_, page = d.get("/console/")
	wants(t, page, `<html lang="en">`)
	_, page = d.get("/console/?lang=xx")
	wants(t, page, `<html lang="en">`)
}
