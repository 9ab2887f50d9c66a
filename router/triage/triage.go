// Package triage says how urgent a draft is, of what kind, and why.
//
// Two things are read. The answers that were tapped give a floor by themselves (answers.go, rules T01 to T11). The
// words are read into concepts by internal/lexicon, put into scope (scope.go: what is denied, long past, only asked,
// a film or a game), and matched with the rules of rules.txt (C1 to C9, U1 to U8, S). The highest level that any one
// of them reaches is the urgency; words may lift what the answers say, nothing lowers it. Each result carries the
// rules that weighed, in Bulgarian.
//
//	r, err := triage.New(lex)
//	reading := r.Read(draft)
//
// The package must never look at the clock, keep or log what it reads, ask a network, or lower an answer.
package triage

import (
	"cmp"
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/signal"
)

// Reader reads drafts. It never changes and may be used by any number of goroutines.
type Reader struct {
	lex   *lexicon.Lexicon
	book  *ruleBook
	model model
}

// New makes a reader that reads texts with lex. An error is a fault of the embedded files: rules that name a concept which
// the vocabulary does not have, weights of another form.
func New(lex *lexicon.Lexicon) (*Reader, error) {
	r, err := unlearned(lex)
	if err != nil {
		return nil, err
	}
	r.model, err = learned()
	return r, err
}

// unlearned is a reader with rules alone.
func unlearned(lex *lexicon.Lexicon) (*Reader, error) {
	r := &Reader{lex: lex, book: newBook(lex.Concepts())}
	return r, r.book.parse(rulesText)
}

// Read triages a whole draft: all messages and all answers. It is pure: the same draft gives the same reading.
func (r *Reader) Read(d signal.Draft) signal.Reading {
	var texts []lexicon.Text
	for _, s := range d.Said {
		if s.Text != "" {
			texts = append(texts, r.lex.Read(s.Text))
		}
	}
	out := signal.Reading{Urgency: signal.NotASignal, Category: []signal.Option{}, Lang: languageOf(d, texts), Reasons: []signal.Reason{}}
	if len(texts) > 0 {
		r.words(&out, d, texts)
	}
	for _, f := range answered(d) {
		out.Urgency = out.Urgency.AtLeast(f.level)
		out.Reasons = append(out.Reasons, signal.Reason{Rule: f.rule, Text: f.says})
	}
	kinds := append(slices.Clone(d.Answers[signal.KindOf]), out.Category...)
	out.Category = inOrder(kinds)
	if out.Urgency == signal.NotASignal {
		out.Category = []signal.Option{}
	} else if len(out.Category) == 0 {
		out.Category = []signal.Option{signal.Other}
	}
	return out
}

// words adds what the messages say to a reading.
func (r *Reader) words(out *signal.Reading, d signal.Draft, texts []lexicon.Text) {
	role := string(d.Answers.First(signal.Role))
	s := r.scope(texts, role)
	fired := r.fired(s)
	op, ok := r.model.judge(r.features(s, fired))
	cap := signal.Crisis
	if s.asked && !r.any(s.told, "now", "tonight", "at_door", "is_coming", "kill_threat", "pills_taken") {
		cap = signal.Standard
	}
	if s.past && r.any(s.told, "safe_now") && !r.any(s.told, "touch", "undress", "rape", "sex", "secret", "send_photo", "nude") {
		cap = signal.Standard
	}
	var kinds []signal.Option
	for _, f := range fired {
		level := f.level
		if f.weak && ok {
			level = op.tempers(level)
		}
		if level.Rank() > cap.Rank() {
			level = cap
		}
		out.Urgency = out.Urgency.AtLeast(level)
		if f.level != signal.Standard || len(kinds) == 0 {
			kinds = append(kinds, f.kinds...)
		}
		if len(out.Reasons) < mostReasons {
			out.Reasons = append(out.Reasons, r.reason(f, &s.told))
		}
	}
	if ok && s.words > 0 && r.opine(out, s, fired, op, cap, role == "" || role == string(signal.RoleChild), &kinds) {
		out.Category = kinds
		return
	}
	r.doubt(out, d, s)
	out.Category = kinds
}

// opine lets the model lift what no rule foresaw. It reports whether the model is sure enough that nobody is in need
// to leave no room for doubt; what a rule has found to be urgent or a crisis it never talks down.
func (r *Reader) opine(out *signal.Reading, s *scoped, fired []*rule, op opinion, cap signal.Urgency, child bool, kinds *[]signal.Option) (nothing bool) {
	level, sure := op.urgency(child)
	if level == signal.NotASignal {
		switch {
		case out.Urgency == signal.NotASignal:
			return true
		case out.Urgency == signal.Standard && sure:
			out.Urgency, out.Reasons, *kinds = signal.NotASignal, out.Reasons[:0], nil
			return true
		}
		return false
	}
	if level.Rank() > cap.Rank() {
		level = cap
	}
	if level.Rank() > out.Urgency.Rank() {
		out.Urgency = level
		text := "подобно на познати сигнали"
		if found := r.weighed(s, level); len(found) > 0 {
			text += " (" + strings.Join(found, ", ") + ")"
		}
		out.Reasons = append([]signal.Reason{{Rule: "M", Text: text}}, out.Reasons...)
		out.Reasons = out.Reasons[:min(len(out.Reasons), mostReasons)]
	}
	*kinds = op.kinds()
	for _, f := range fired {
		if f.level != signal.Standard {
			*kinds = append(*kinds, f.kinds...)
		}
	}
	return false
}

// fired lists the rules that hold, the highest level first; one for each rule's name.
func (r *Reader) fired(s *scoped) []*rule {
	var out []*rule
	seen := map[string]bool{}
	for i := range r.book.rules {
		f := &r.book.rules[i]
		said := &s.told
		if f.level == signal.Crisis {
			said = &s.live
		}
		if f.fires(said) {
			key := f.id + string(f.kinds[0])
			if seen[key] || f.weak && seen[key+"?"] {
				continue
			}
			seen[key], seen[key+"?"] = !f.weak, true
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b *rule) int { return cmp.Compare(b.level.Rank(), a.level.Rank()) })
	return out
}

// doubt lifts what no rule understood: a child that says a few frightened words (T12), and words that nothing is known of.
func (r *Reader) doubt(out *signal.Reading, d signal.Draft, s *scoped) {
	if d.Answers.First(signal.Role) == signal.RoleChild && s.words > 0 && s.words <= 8 && !s.story &&
		r.any(s.live, "scared", "help", "save", "please", "hide", "is_coming", "came_back", "crying", "trembling", "come_quick") &&
		r.frightened(s) {
		out.Urgency = signal.Crisis
		out.Reasons = append(out.Reasons, signal.Reason{Rule: "T12", Text: "дете, кратко и уплашено"})
	}
	if out.Urgency == signal.NotASignal && s.words >= 4 && r.aboutSomebody(s) {
		out.Urgency = signal.Standard
		out.Reasons = append(out.Reasons, signal.Reason{Rule: "S", Text: "става дума за дете или близък, неясно какво: нужен е човек"})
	}
	if out.Urgency == signal.NotASignal && s.words >= 4 && s.known*3 < s.words && !s.story {
		out.Urgency = signal.Standard
		out.Reasons = append(out.Reasons, signal.Reason{Rule: "S", Text: "текст, който програмата не разбира: нужен е човек"})
	}
}

// aboutSomebody reports that a child or somebody near it is spoken of, and nothing says that it is no matter for us.
func (r *Reader) aboutSomebody(s *scoped) bool {
	return !s.story && r.any(s.told, "child", "baby", "little_one", "boy", "girl", "brother", "sister", "father", "mother", "partner", "parents",
		"grandfather", "uncle", "aunt", "cousin", "classmate", "pupil", "coach", "teacher", "he", "they", "hide", "door", "scared", "is_coming", "dont_tell",
		"kid_of_other", "son", "daughter") &&
		!r.any(s.all, "thanks", "service_q", "complaint", "advert", "test", "homework", "film", "game", "song", "figure", "joke", "laugh",
			"hello", "how_are_you", "all_fine", "book", "dream", "bot", "who_are_you", "never", "nobody")
}

// frightened reports that nothing else is told that explains the fear away.
func (r *Reader) frightened(s *scoped) bool {
	return !r.any(s.all, "game", "film", "homework", "bad_mark", "figure", "laugh", "thanks", "service_q", "complaint", "long_ago", "dream")
}

// languageOf is the language of the longest message, or the conversation's where nothing was typed.
func languageOf(d signal.Draft, texts []lexicon.Text) string {
	lang, most := "bg", 0
	if slices.Contains(lexicon.Languages(), d.Lang) {
		lang = d.Lang
	}
	for _, t := range texts {
		if n := len(t.Tokens); n > most {
			lang, most = t.Lang, n
		}
	}
	return lang
}

// inOrder gives the kinds once each, in the order of the questionnaire; "other" only where it is alone.
func inOrder(kinds []signal.Option) []signal.Option {
	out := []signal.Option{}
	for _, k := range signal.Options(signal.KindOf) {
		if slices.Contains(kinds, k) && (k != signal.Other || len(out) == 0) {
			out = append(out, k)
		}
	}
	return out
}

// Has reports whether a rule ("C6", "T03") weighed in a reading. C6 holds for C6m too.
func Has(reading signal.Reading, rule string) bool {
	return slices.ContainsFunc(reading.Reasons, func(r signal.Reason) bool {
		return r.Rule == rule || rule == "C6" && r.Rule == "C6m"
	})
}

// Missing reports whether the child is missing or taken away: the police lead then (rule R03).
func Missing(reading signal.Reading) bool { return Has(reading, "C6m") }
