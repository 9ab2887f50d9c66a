package triage

import (
	"github.com/chuyme/chuyme/internal/lexicon"
)

// scoped is what a whole draft says once it is known what is denied, long past, only asked, or a story.
type scoped struct {
	told  set // everything that is said and not denied
	live  set // the same without what is told as past
	all   set // every concept, also denied and told ones
	texts []lexicon.Text

	words   int  // word tokens in all messages
	known   int  // of them, known to the vocabulary
	past    bool // something was told as long past, and nothing as going on
	asked   bool // it is only asked what would happen
	story   bool // it is a film, a game, a song, a lesson
	fragile bool // the writer may be a child
}

// scope reads the messages of a draft together.
func (r *Reader) scope(texts []lexicon.Text, role string) *scoped {
	s := &scoped{texts: texts}
	for _, t := range texts {
		m := r.message(t)
		s.words += m.words
		s.known += int(t.Known*float64(len(t.Tokens)) + 0.5)
		if m.story {
			s.story = true
			r.join(&s.all, m.all)
			continue
		}
		s.past = s.past || m.past
		s.asked = s.asked || m.asked
		r.join(&s.all, m.all)
		r.join(&s.told, m.told)
		if !m.past {
			r.join(&s.live, m.told)
		}
	}
	r.make(s, role)
	return s
}

func (r *Reader) join(into *set, from set) {
	for i := range into {
		into[i] |= from[i]
	}
}

// message is one message's scope.
type message struct {
	told, all          set
	words              int
	past, asked, story bool
}

func (r *Reader) message(t lexicon.Text) message {
	var m message
	denied := t.Denied(r.deed)
	for i, h := range t.Hits {
		n, ok := r.book.number[h.Concept]
		if !ok {
			continue
		}
		m.all.add(n)
		if !denied[i] {
			m.told.add(n)
		}
	}
	for _, tok := range t.Tokens {
		if tok.Word {
			m.words++
		}
	}
	r.ages(t, &m)
	m.past = r.any(m.told, "long_ago", "when_small", "ended", "safe_now") &&
		!r.any(m.told, "recently", "now", "tonight", "today", "last_night", "again", "comes_back", "is_coming", "at_door", "still", "every_day", "tomorrow")
	m.past = m.past || r.any(m.told, "safe_now") && r.any(m.told, "long_ago", "when_small")
	m.asked = r.any(m.told, "what_if") || r.any(m.told, "ask_only") && (r.any(m.told, "if", "law") || askedAny(t)) ||
		r.any(m.told, "law") && askedAny(t)
	m.story = r.isStory(t, &m)
	return m
}

func askedAny(t lexicon.Text) bool {
	for _, tok := range t.Tokens {
		if tok.Asked {
			return true
		}
	}
	return false
}

// deed reports whether a concept is something that can be denied: a deed, a state, a moment; not a person or a place.
func (r *Reader) deed(concept string) bool {
	c, _ := r.lex.Concept(concept)
	switch c.Group {
	case "who", "where", "scope", "num", "unit", "meta", "nav", "answer", "lang", "age", "trap", "fiction",
		"quant", "rel", "body", "thing", "food", "cloth", "nature", "money", "paper", "event", "net", "learn", "sound":
		return false
	case "time":
		return concept == "now"
	}
	return true
}

// ages makes "small" and "minor" of what is said about years.
func (r *Reader) ages(t lexicon.Text, m *message) {
	for _, n := range t.Numbers {
		if n.Kind == lexicon.Ago && n.Value >= 1 {
			m.told.add(r.book.number["long_ago"])
		}
		if y, ok := n.Years(); ok {
			if y < 7 {
				m.told.add(r.book.number["small"])
			}
			if y < 18 {
				m.told.add(r.book.number["minor"])
				m.told.add(r.book.number["kid"])
			}
		}
	}
	if r.any(m.told, "baby", "little_one", "newborn", "preschool", "kindergarten") {
		m.told.add(r.book.number["small"])
	}
}

// isStory tells a film, a game, a song, a lesson from the thing itself: a story word stands there, and nothing says
// that it happens to somebody at home.
func (r *Reader) isStory(t lexicon.Text, m *message) bool {
	if r.any(m.told, "figure_threat") || !r.any(m.all, "film", "game", "song", "homework", "book", "dream", "pretend", "laugh", "figure", "joke") {
		return false
	}
	home := r.any(m.told, "father", "mother", "parents", "partner", "grandfather", "grandmother", "uncle", "brother", "home",
		"neighbour", "teacher", "coach", "carer", "daughter", "son", "chat_online", "met_online", "stranger")
	harm := r.any(m.told, "hit", "kick", "choke", "touch", "scared", "lock_in", "hungry", "bruise", "left_alone", "cut_self",
		"want_die", "put_out", "threaten", "meet", "send_photo", "blackmail", "mock", "insult", "shout", "crying", "drunk",
		"not_let_in", "last_time", "goodbye", "give_away", "burden", "exclude", "beaten", "fight_adults", "nude", "bully", "kill_self", "hide")
	if r.any(m.all, "film", "song", "homework", "book", "pretend") {
		return !(home && harm) || !r.any(m.told, "oneself", "me", "now", "tonight", "every_day", "again", "at_door")
	}
	if r.any(m.all, "game", "dream", "laugh", "joke") {
		return !(home && harm) && !r.any(m.told, "want_die", "cut_self", "kill_self", "last_time", "give_away", "goodbye", "pills_taken", "pick_up", "meet", "send_photo", "gift",
			"mock", "exclude", "insult", "bully", "nude", "blackmail")
	}
	return !harm && !home
}

func (r *Reader) any(s set, concepts ...string) bool {
	for _, c := range concepts {
		if n, ok := r.book.number[c]; ok && s.has(n) {
			return true
		}
	}
	return false
}

// make adds the concepts that stand for several words, once the whole draft was read.
func (r *Reader) make(s *scoped, role string) {
	adultTells := r.any(s.all, "son", "daughter", "grandchild", "nephew", "pupil", "husband", "wife") || role != "" && role != "child" && role != "friend"
	self := r.any(s.all, "me") && !adultTells
	kid := r.any(s.told, "child", "baby", "little_one", "boy", "girl", "son", "daughter", "brother", "sister", "pupil", "classmate",
		"grandchild", "nephew", "cousin", "kid_of_other", "newborn", "teen", "small", "kid", "friend", "older_kids", "kindergarten")
	s.fragile = !adultTells
	for _, in := range []*set{&s.told, &s.live} {
		mark := func(yes bool, name string) {
			if yes {
				in.add(r.book.number[name])
			}
		}
		mark(kid, "kid")
		mark(self || s.fragile && !kid, "oneself")
		mark(s.fragile, "minor")
		mark(kid || self || s.fragile, "harmed")
		mark(s.words <= 8, "short")
		mark(r.any(*in, "hours", "every_day"), "all_day")
		mark(r.any(*in, "father", "mother", "partner", "man", "he", "uncle", "neighbour"), "adult")
	}
}
