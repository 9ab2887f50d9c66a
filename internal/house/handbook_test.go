package house

import (
	"strings"
	"testing"

	"github.com/chuyme/chuyme/i18n"
)

// TestHandbookSaysWhatTheProgramSays compares the handbook's buttons, reasons and sentences with the catalog of its
// language: an officer must find on the screen what the book tells of.
func TestHandbookSaysWhatTheProgramSays(t *testing.T) {
	catalogs, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"bg", "en"} {
		text := func(id string) string { return catalogs.Text(lang, id, map[string]any{"unit": "§"}) }
		book := unbroken(read(t, "deploy/handbook/"+lang+".md"))
		has := func(id, words string) {
			if words == "" || !strings.Contains(book, words) {
				t.Errorf("handbook/%s.md does not have the catalog's %s: %q", lang, id, words)
			}
		}
		for _, id := range []string{"officer.button.ack", "officer.button.view", "officer.button.escalate"} {
			has(id, "**"+text(id)+"**")
		}
		for _, reason := range []string{"measure_taken", "police_protection", "family_supported", "handed_over", "not_confirmed", "not_child_protection", "duplicate", "unreachable"} {
			has("officer.close."+reason, "| "+text("officer.close."+reason)+" | "+text("closed."+reason)+" |")
		}
		for _, urgency := range []string{"crisis", "urgent", "standard"} {
			has("alert.urgency."+urgency, "**"+text("alert.urgency."+urgency)+"**")
		}
		has("hello.read", text("hello.read"))
		before, _, _ := strings.Cut(text("notice.taken"), "§")
		has("notice.taken", before)
	}
}

// unbroken joins the lines of a text, so that a sentence is found wherever its lines end.
func unbroken(text string) string { return strings.Join(strings.Fields(text), " ") }

// TestHandbooksSayTheSame counts headings, rows and points of both languages: what is added to one is due in the other.
func TestHandbooksSayTheSame(t *testing.T) {
	bg, en := read(t, "deploy/handbook/bg.md"), read(t, "deploy/handbook/en.md")
	for _, mark := range []string{"\n## ", "\n| ", "\n* ", "\n1. ", "\n- [ ] "} {
		if a, b := strings.Count(bg, mark), strings.Count(en, mark); a != b || a == 0 {
			t.Errorf("lines that begin with %q: %d in bg.md, %d in en.md", mark[1:], a, b)
		}
	}
}
