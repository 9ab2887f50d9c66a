package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenize cuts a cleaned text into words, numbers and single emoji, and notes clauses, questions and quotes.
func tokenize(text string) []Token {
	t := tokenizer{runes: []rune(text), pashto: strings.ContainsAny(text, pashtoLetters)}
	for t.at < len(t.runes) {
		t.step()
	}
	t.endSentence(false)
	return t.out
}

type tokenizer struct {
	runes    []rune
	at       int
	out      []Token
	clause   int
	sentence int // index in out where the sentence began
	quoted   bool
	pashto   bool // a letter of the text is Pashto's alone
}

// pashtoLetters are those that no other language of the Arabic script here has.
const pashtoLetters = "ټډړښځڅېۍګڼږ"

func (t *tokenizer) step() {
	r := t.runes[t.at]
	switch {
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		t.word()
		return
	case strings.ContainsRune("„“”«»\"", r):
		t.quoted = r == '„' || r == '«' || !t.quoted && r != '»'
	case strings.ContainsRune("?؟", r):
		t.endSentence(true)
	case strings.ContainsRune(".!\n۔…", r):
		t.endSentence(false)
	case strings.ContainsRune(",;:()،؛–—", r):
		t.nextClause()
	case unicode.Is(unicode.So, r):
		t.emit(string(r), false)
	}
	t.at++
}

// word takes a run of letters and digits; an apostrophe inside it belongs to it, digits with a colon or a point are
// one token ("20:30"), and digits that stand before a unit are cut from it ("3yo", "14г").
func (t *tokenizer) word() {
	from := t.at
	letters := false
	var b strings.Builder
	for t.at < len(t.runes) {
		r := t.runes[t.at]
		switch {
		case unicode.IsLetter(r):
			letters = true
			b.WriteRune(r)
		case unicode.IsDigit(r) || unicode.Is(unicode.M, r):
			b.WriteRune(r)
		case strings.ContainsRune("'’ʼ`", r) && t.letterNext():
		case (r == ':' || r == '.') && !letters && t.clockAt(from):
			b.WriteRune(':')
		default:
			t.emitWord(b.String(), letters)
			return
		}
		t.at++
	}
	t.emitWord(b.String(), letters)
}

func (t *tokenizer) letterNext() bool {
	return t.at+1 < len(t.runes) && unicode.IsLetter(t.runes[t.at+1])
}

// clockAt reports whether the digits from..at are followed by exactly two digits, as in 20:30.
func (t *tokenizer) clockAt(from int) bool {
	n := 0
	for i := t.at + 1; i < len(t.runes) && unicode.IsDigit(t.runes[i]); i++ {
		n++
	}
	return n == 2 && t.at-from <= 2
}

func (t *tokenizer) emitWord(raw string, letters bool) {
	digits := 0
	for _, r := range raw {
		if !unicode.IsDigit(r) {
			break
		}
		digits++
	}
	if letters && digits > 0 {
		rs := []rune(raw)
		if !spelled(rs, digits) {
			t.emit(string(rs[:digits]), false)
			t.emit(string(rs[digits:]), true)
			return
		}
	}
	t.emit(raw, letters)
}

// spelled reports whether leading digits are Latin-typed Bulgarian letters (4e, 6te, 4i4o) and not a number with a
// unit (4g, 10kl, 8b).
func spelled(rs []rune, digits int) bool {
	if digits != 1 || rs[0] != '4' && rs[0] != '6' || len(rs) < 2 {
		return false
	}
	next := unicode.ToLower(rs[1])
	if next > 0x7f {
		return false
	}
	return strings.ContainsRune("aeiouqy", next) || rs[0] == '6' && next == 't' || len(rs) > 4
}

// emit adds a token. The Persian prefix of the present tense is often typed apart from its verb: it is joined to it.
// Pashto has a word for "my" that looks alike, sometimes in its own letter: what a verb is too short for is not joined.
func (t *tokenizer) emit(raw string, word bool) {
	if n := len(t.out); n > 0 && word && !t.pashto && (t.out[n-1].Fold == "مي" || t.out[n-1].Fold == "نمي") && utf8.RuneCountInString(raw) > 1 {
		t.out[n-1].Raw += raw
		t.out[n-1].Fold += foldWord(raw)
		return
	}
	t.out = append(t.out, Token{Raw: raw, Fold: foldWord(raw), Clause: t.clause, Quoted: t.quoted, Word: word})
}

func (t *tokenizer) nextClause() {
	if n := len(t.out); n > 0 && t.out[n-1].Clause == t.clause {
		t.clause++
	}
}

func (t *tokenizer) endSentence(asked bool) {
	if asked {
		for i := t.sentence; i < len(t.out); i++ {
			t.out[i].Asked = true
		}
	}
	t.nextClause()
	t.sentence = len(t.out)
}
