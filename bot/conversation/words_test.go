package conversation_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chuyme/chuyme/bot/conversation"
)

// ours lists the ids of the conversation's part of a catalog, in the order of the file.
func ours(t *testing.T, lang string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "i18n", lang+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	part, _, found := strings.Cut(string(data), map[string]string{"bg": "── край на разговора ──", "en": "── end of the conversation ──"}[lang])
	if !found {
		t.Fatalf("%s.yaml has no line that ends the conversation's part", lang)
	}
	var ids []string
	for _, m := range regexp.MustCompile(`(?m)^([a-z0-9_.-]+):`).FindAllStringSubmatch(part, -1) {
		if m[1] != "reviewed" {
			ids = append(ids, m[1])
		}
	}
	return ids
}

// TestTextsAreUsed finds texts of the conversation that nothing says any more.
func TestTextsAreUsed(t *testing.T) {
	used := usedTexts(t)
	for _, id := range ours(t, "bg") {
		base := id
		for base != "" && !used[base] {
			i := strings.LastIndex(base, ".") // a variant is used where its base is
			base = base[:max(i, 0)]
		}
		if base == "" {
			t.Errorf("text %s is in the catalogs and nothing says it", id)
		}
	}
}

// usedTexts are the ids that the code names, the questionnaire needs, or that are made from parts.
func usedTexts(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	literal := regexp.MustCompile(`"([a-z0-9_.]+)"`)
	for _, file := range sources {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllSubmatch(data, -1) {
			used[string(m[1])] = true
		}
	}
	q, err := conversation.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range q.Questions {
		used["ask."+string(a.ID)], used["name."+string(a.ID)] = true, true
		for _, o := range a.Options {
			used[string(a.ID)+"."+string(o)] = true
		}
	}
	for _, id := range []string{"refused.too_big", "refused.bad_file", "refused.not_text", "refused.too_fast", "refused.unavailable",
		"innocent.1", "innocent.2", "innocent.3", "innocent.4", "closed.measure_taken", "closed.police_protection", "closed.family_supported",
		"closed.handed_over", "closed.not_confirmed", "closed.not_child_protection", "closed.duplicate", "closed.unreachable"} {
		used[id] = true
	}
	return used
}

// TestWords holds the conversation's words to the rules of how a child is spoken to.
func TestWords(t *testing.T) {
	texts := newTexts(t)
	never := map[string]*regexp.Regexp{
		"bg": regexp.MustCompile(`(?i)!|защо|\pL/[ао](?:\P{L}|$)|жертва|извършител|никой няма да разбере|ще се оправи`),
		"en": regexp.MustCompile(`(?i)!|\bwhy\b|victim|perpetrator|nobody will know|will be all right`),
	}
	for lang, rule := range never {
		for _, id := range ours(t, lang) {
			text := texts.Text(lang, id, nil)
			if found := rule.FindString(text); found != "" {
				t.Errorf("%s.yaml: %s says %q", lang, id, found)
			}
			if strings.HasPrefix(id, "nav.") && utf8.RuneCountInString(text) > 30 {
				t.Errorf("%s.yaml: button %s has more than 30 letters", lang, id)
			}
		}
	}
}

// TestNumbersEverywhere holds what must name the emergency numbers to do so.
func TestNumbersEverywhere(t *testing.T) {
	texts := newTexts(t)
	must := []string{"help.numbers", "store.away", "refused.unavailable", "crisis.self_harm", "tonight", "tonight.self_harm", "code.later"}
	for _, l := range texts.Languages() {
		if texts.Reviewed(l.Code) == "" {
			continue
		}
		for _, id := range must {
			text := texts.Text(l.Code, id, nil)
			if !strings.Contains(text, "112") || !strings.Contains(text, "116 111") {
				t.Errorf("%s.yaml: %s names not both 112 and 116 111: %s", l.Code, id, text)
			}
		}
		for _, id := range []string{"crisis.sent", "nav.help"} {
			if !strings.Contains(texts.Text(l.Code, id, nil), "112") {
				t.Errorf("%s.yaml: %s does not name 112", l.Code, id)
			}
		}
	}
}

// TestVariantsHaveBases finds variants whose base is missing: who has no such role would read another language.
func TestVariantsHaveBases(t *testing.T) {
	texts := newTexts(t)
	roles := []string{"adult", "friend", "parent", "relative", "neighbour", "teacher", "doctor", "stranger"}
	for _, lang := range []string{"bg", "en"} {
		for _, id := range ours(t, lang) {
			i := strings.LastIndex(id, ".")
			if i < 0 || !slices.Contains(roles, id[i+1:]) || strings.HasPrefix(id, "role.") || strings.Count(id, ".") < 2 && !strings.HasSuffix(id, ".adult") {
				continue
			}
			if !texts.Has(lang, id[:i]) {
				t.Errorf("%s.yaml: %s is a variant of %s, which is missing", lang, id, id[:i])
			}
		}
	}
}
