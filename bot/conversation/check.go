package conversation

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/signal"
)

// Limits that a questionnaire must keep.
const (
	maxForChildInDanger = 4 // questions before review, language and role not counted
	maxLabel            = i18n.MaxButton
)

// Check finds what would go wrong for a reporter: a question nobody is asked, a role that leads nowhere, a child in
// danger who is asked too much, a button that is too long, words that are missing. Each fault says the line, what is
// wrong and what would be right; none means that the questionnaire holds.
func Check(q *Questionnaire, texts *i18n.Catalogs) []string {
	c := &checker{q: q, texts: texts}
	c.needed()
	for _, a := range q.Questions {
		c.question(a)
	}
	for i, w := range q.Ways {
		c.way(i, w)
	}
	c.roles()
	c.reached()
	return c.faults
}

type checker struct {
	q      *Questionnaire
	texts  *i18n.Catalogs
	faults []string
}

func (c *checker) fault(line int, format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf("line %d: ", line)+fmt.Sprintf(format, args...))
}

// needed looks for the questions without which no conversation can be led.
func (c *checker) needed() {
	for _, id := range []signal.Question{signal.Lang, signal.Role, signal.Danger, signal.Review} {
		if c.q.byID[id] == nil {
			c.fault(1, "question %s is missing: every conversation needs it", id)
		}
	}
}

func (c *checker) question(a Ask) {
	switch a.Form {
	case One, Many:
		if len(a.Options) < 2 {
			c.fault(a.line, "question %s has %d options, want two or more", a.ID, len(a.Options))
		}
	case Words, Placed, Last:
		if len(a.Options) > 0 {
			c.fault(a.line, "question %s of the form %s has options, want none", a.ID, a.Form)
		}
	default:
		c.fault(a.line, "question %s has the form %q, want one, many, words, place or review", a.ID, a.Form)
	}
	if a.Skip != "" && !slices.Contains(a.Options, a.Skip) {
		c.fault(a.line, "question %s counts as %q when skipped, which is none of its options", a.ID, a.Skip)
	}
	c.word(a.line, "ask."+string(a.ID))
	if a.ID != signal.Lang && a.ID != signal.Review {
		c.word(a.line, "name."+string(a.ID))
	}
	if a.ID == signal.Lang {
		return // languages are called by their own names
	}
	for _, o := range a.Options {
		c.option(a, o)
	}
}

func (c *checker) option(a Ask, o signal.Option) {
	if data := string(a.ID) + "=" + string(o); len(data) > maxData {
		c.fault(a.line, "button %s has %d bytes, want at most %d", data, len(data), maxData)
	}
	id := string(a.ID) + "." + string(o)
	c.word(a.line, id)
	for _, lang := range c.langs() {
		if n := utf8.RuneCountInString(c.texts.Text(lang, id, nil)); n > maxLabel {
			c.fault(a.line, "button %s has %d letters in %s.yaml, want at most %d", id, n, lang, maxLabel)
		}
	}
}

// word looks for a text in each language that has a catalog.
func (c *checker) word(line int, id string) {
	for _, lang := range c.langs() {
		if !c.texts.Has(lang, id) {
			c.fault(line, "text %s is missing in %s.yaml", id, lang)
		}
	}
}

// langs are the languages that have a catalog.
func (c *checker) langs() []string {
	var list []string
	for _, l := range c.texts.Languages() {
		if c.texts.Reviewed(l.Code) != "" {
			list = append(list, l.Code)
		}
	}
	return list
}

func (c *checker) way(i int, w Way) {
	seen := map[signal.Question]bool{}
	for _, q := range w.Ask {
		switch {
		case c.q.byID[q] == nil:
			c.fault(w.line, "way %s asks %s, which is no question of this file", w.Name, q)
		case q == signal.Lang || q == signal.Role || q == signal.Review:
			c.fault(w.line, "way %s asks %s, which is asked by itself: leave it out", w.Name, q)
		case seen[q]:
			c.fault(w.line, "way %s asks %s twice", w.Name, q)
		}
		seen[q] = true
	}
	if w.Most > 0 && len(w.Ask) > w.Most {
		c.fault(w.line, "way %s asks %d questions, want at most %d", w.Name, len(w.Ask), w.Most)
	}
	for _, r := range w.Roles {
		if r != noRole && !c.q.allows(signal.Role, r) {
			c.fault(w.line, "way %s is for the role %s, which nobody can choose", w.Name, r)
		}
	}
	if c.shadowed(i) {
		c.fault(w.line, "way %s is never gone: an earlier way takes everybody whom it is for", w.Name)
	}
}

// shadowed reports whether for each role of the i-th way an earlier way fits always.
func (c *checker) shadowed(i int) bool {
	for _, role := range c.rolesOf(c.q.Ways[i]) {
		taken := slices.ContainsFunc(c.q.Ways[:i], func(w Way) bool {
			return w.always() && slices.Contains(c.rolesOf(w), role)
		})
		if !taken {
			return false
		}
	}
	return true
}

// rolesOf lists the roles of a way; every role, and none, where it names none.
func (c *checker) rolesOf(w Way) []signal.Option {
	if len(w.Roles) > 0 {
		return w.Roles
	}
	return c.allRoles()
}

func (c *checker) allRoles() []signal.Option {
	role, _ := c.q.Question(signal.Role)
	return append(slices.Clone(role.Options), noRole)
}

// roles looks for roles that lead nowhere, and for a child in danger who is asked too much.
func (c *checker) roles() {
	for _, role := range c.allRoles() {
		always := slices.ContainsFunc(c.q.Ways, func(w Way) bool {
			return w.always() && slices.Contains(c.rolesOf(w), role)
		})
		if !always {
			c.fault(1, "role %s is a dead end: no way without a condition is for it", role)
		}
	}
	c.childInDanger()
}

// childInDanger looks for ways on which a child in danger is asked too much, whatever it tells of.
func (c *checker) childInDanger() {
	kind, _ := c.q.Question(signal.KindOf)
	told := [][]signal.Option{nil}
	for _, o := range kind.Options {
		told = append(told, []signal.Option{o})
	}
	faulty := map[string]bool{}
	for _, danger := range []signal.Option{signal.DangerNow, signal.DangerToday} {
		for _, kinds := range told {
			w := c.q.way(facts{signal.Answers{signal.Role: {signal.RoleChild}, signal.Danger: {danger}}, signal.Crisis, kinds})
			if len(w.Ask) > maxForChildInDanger && !faulty[w.Name] {
				faulty[w.Name] = true
				c.fault(w.line, "a child in danger (%s) is asked %d questions by way %s, want at most %d", danger, len(w.Ask), w.Name, maxForChildInDanger)
			}
		}
	}
}

// reached looks for questions that nobody is asked.
func (c *checker) reached() {
	for _, a := range c.q.Questions {
		if a.ID == signal.Lang || a.ID == signal.Role || a.Form == Last {
			continue
		}
		if !slices.ContainsFunc(c.q.Ways, func(w Way) bool { return slices.Contains(w.Ask, a.ID) }) {
			c.fault(a.line, "question %s is never asked: no way has it", a.ID)
		}
	}
}
