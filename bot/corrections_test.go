package main

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

// An officer reads a Turkish message with a machine's reading beside it, takes the case, and says what its urgency was: the
// command gives that without a word of the child, with the words only where the officer let them go along.
func TestOfficerCorrectsTriage(t *testing.T) {
	t.Parallel()
	p := runningProgram(t)
	const told = "babam anneme vuruyor hembeldek"
	officer := p.joins("ozd-karnobat", "o-1", "duty", 102)
	p.person(201).walks(told, "Карнобат")
	ref := refOf(t, officer.sees("the alert", anAlert()))
	page := newBrowser(t, p.base)
	console := func(path string, form url.Values) string { return page.read(page.http.PostForm(p.base+path, form)) }
	var invite struct{ Console string }
	p.tells(&invite, "officer", "invite", "--unit", "ozd-karnobat", "--role", "duty", "--officer", "o-2", "--format", "json")
	link, err := url.Parse(invite.Console)
	if err != nil {
		t.Fatal(err)
	}
	console("/console/join", url.Values{"token": {link.Query().Get("token")}})
	at := "/console/cases/" + ref
	if got := console(at+"/ack", url.Values{"once": {"a"}}); !strings.Contains(got, `<span title="babam anneme vuruyor">възрастните се бият, баща, майка</span>`) || !strings.Contains(got, `<span title="hembeldek">…</span>`) {
		t.Errorf("the officer sees no reading of the message:\n%s", got)
	}

	correct := func(once string, more url.Values) correction {
		more.Set("urgency", "standard")
		more.Set("once", once)
		console(at+"/correct", more)
		var line correction
		p.tells(&line, "triage", "--corrections", "--texts")
		return line
	}
	line := correct("b", url.Values{})
	if line.Urgency != "standard" || line.Was != "crisis" || line.Lang != "tr" || !slices.Contains(line.Concepts, "father") || len(line.Rules) == 0 || line.Text != "" {
		t.Errorf("without its text: %+v", line)
	}
	if line = correct("c", url.Values{"with_text": {"yes"}}); !strings.Contains(line.Text, told) {
		t.Errorf("with its text: %+v", line)
	}
	if out, _, _ := p.command("", "triage", "--corrections"); strings.Contains(out, "hembeldek") {
		t.Errorf("words were given that nobody asked for: %s", out)
	}
}
