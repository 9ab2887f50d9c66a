package place

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bounds on what is read of a query, so that a megabyte costs what a long sentence costs.
const (
	maxBytes  = 8 << 10
	maxTokens = 400
	maxWord   = 48 // runes; the longest name has 28
)

// token is one word of a query.
type token struct {
	text  string // lower case, as written
	key   string // folded
	ends  string // what followed an apostrophe: the case ending of a Turkish name ("Filibe'de")
	upper bool   // began with a capital
	caps  bool   // capitals only
	dot   bool   // a full stop stands right behind it: an abbreviation perhaps
	quote bool   // stands in quotation marks
	brk   bool   // a comma, a line, a bracket or a sentence's end stands before it
}

// tokenize cuts a query into words.
func tokenize(query string) []token {
	query = clip(query)
	query = norm.NFKC.String(query)
	if strings.ContainsAny(query, ".-№") {
		query = abbreviations.Replace(query)
	}
	var (
		tokens []token
		brk    bool
		quoted bool
	)
	runes := []rune(query)
	for i := 0; i < len(runes) && len(tokens) < maxTokens; {
		r := runes[i]
		if !wordRune(r) {
			switch {
			case strings.ContainsRune("\"“”„«»", r):
				quoted = !quoted && strings.ContainsRune(string(runes[i+1:]), closing(r))
			case strings.ContainsRune(",;:!?\n()/|•", r):
				brk = true
			case r == '.' && (len(tokens) == 0 || utf8.RuneCountInString(tokens[len(tokens)-1].text) > 4):
				brk = true
			}
			i++
			continue
		}
		j := i
		for j < len(runes) && wordRune(runes[j]) {
			j++
		}
		t, ok := newToken(runes[i:j])
		if ok {
			t.dot = j < len(runes) && runes[j] == '.'
			t.brk, t.quote = brk, quoted
			tokens = append(tokens, t)
			brk = false
		}
		i = j
	}
	return tokens
}

// together makes one word of letters that stand apart: "в а р н а".
func together(tokens []token) []token {
	if len(tokens) < 4 {
		return tokens
	}
	word := ""
	for _, t := range tokens {
		if utf8.RuneCountInString(t.text) != 1 {
			return tokens
		}
		word += t.text
	}
	return tokenize(word)
}

// abbreviations that are written with a stroke or dots inside are made one word.
var abbreviations = strings.NewReplacer(
	"ж.к.", " жк ", "Ж.К.", " жк ", "ж.к", " жк ", "Ж.К", " жк ", "ж. к.", " жк ", "ж-к", " жк ", "р-н", " рн ", "Р-н", " рн ", "Р-Н", " рн ",
	"кв-л", " кв ", "м-т", " местност ", "j.k.", " жк ", "zh.k.", " жк ", "r-n", " рн ", "гр-", "гр. ", "1-ви", "първи", "№", " ",
)

func newToken(word []rune) (token, bool) {
	if len(word) > maxWord {
		word = word[:maxWord]
	}
	upper := unicode.IsUpper(word[0])
	caps := len(word) > 1
	for _, r := range word {
		caps = caps && !unicode.IsLower(r)
	}
	text := strings.ToLower(string(word))
	ends := ""
	if head, tail, ok := cutApostrophe(text); ok {
		if isLatin(head) {
			text, ends = head, tail
		} else {
			text = head + tail
		}
	}
	key := fold(text)
	if key == "" {
		return token{}, false
	}
	return token{text: text, key: key, ends: ends, upper: upper, caps: caps && upper}, true
}

// clip cuts a query at a whole rune within maxBytes.
func clip(s string) string {
	if len(s) > maxBytes {
		s = s[:maxBytes]
		for len(s) > 0 && !utf8.RuneStart(s[len(s)-1]) {
			s = s[:len(s)-1]
		}
		if len(s) > 0 {
			s = s[:len(s)-1]
		}
	}
	return strings.ToValidUTF8(s, " ")
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || isApostrophe(r) || r == '\u200c'
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '`' }

func cutApostrophe(s string) (head, tail string, ok bool) {
	i := strings.IndexFunc(s, isApostrophe)
	if i <= 0 {
		return strings.TrimLeftFunc(s, isApostrophe), "", false
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return s[:i], s[i+size:], true
}

func isLatin(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return unicode.Is(unicode.Latin, r)
		}
	}
	return false
}

func closing(r rune) rune {
	switch r {
	case '„':
		return '“'
	case '«':
		return '»'
	case '“':
		return '”'
	}
	return r
}

// keyOf is the form of a name of several words: its words' forms put together, so that "старазагора" is found too.
func keyOf(name string) (key string, words int) {
	for _, t := range tokenize(name) {
		key += t.key
		words++
	}
	return key, words
}
