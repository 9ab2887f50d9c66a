package lexicon

// Text is what was read in one message. It is a value: whoever has it may keep it, and nothing changes it later.
type Text struct {
	Lang    string  // one of the ten languages; "bg" where nothing tells
	Latin   bool    // written in Latin letters
	Known   float64 // share of the word tokens that the vocabulary knows, 0 to 1
	Cut     bool    // the text was longer than what is read: its head and its tail were
	Tokens  []Token
	Hits    []Hit // in order of Start; a phrase hides what lies inside it
	Numbers []Number
}

// Token is one word, number, emoji or run of marks.
type Token struct {
	Raw    string // as typed, after NFKC and without invisible characters
	Fold   string // folded: lower case, one letter for its look-alikes
	Clause int    // which clause of the message it belongs to, from 0
	Asked  bool   // its sentence ends with a question mark
	Quoted bool   // it stands between quotation marks
	Word   bool   // it has a letter
}

// Hit is one concept found at Tokens[Start:End].
type Hit struct {
	Concept string
	Start   int
	End     int
	Negated bool // the word itself denies it (Turkish vurmuyor, Persian نمیزند)
	Typo    bool // found only by forgiving one typing error
	Whole   bool // an exact form or a phrase, not a stem
}

// NumberKind says what a number counts.
type NumberKind int

// What numbers count.
const (
	Plain  NumberKind = iota // nothing that is understood
	Age                      // years of life
	Months                   // months of life
	Grade                    // a school year; Years gives the age
	Clock                    // a time of day, in minutes after midnight
	Phone                    // a telephone number; Value is 0
	Ago                      // years or months that have passed
	Amount                   // money, percent, pages, minutes, floors: no age
)

// Number is one number at Tokens[Start:End].
type Number struct {
	Kind       NumberKind
	Value      int
	Start, End int
}

// Years gives the age that an Age, Months or Grade number means, and whether it means one.
func (n Number) Years() (years int, ok bool) {
	switch n.Kind {
	case Age:
		return n.Value, true
	case Months:
		return n.Value / 12, true
	case Grade:
		return n.Value + 6, true
	}
	return 0, false
}

// Has reports whether any of the concepts was hit.
func (t Text) Has(concepts ...string) bool {
	for _, h := range t.Hits {
		for _, c := range concepts {
			if h.Concept == c {
				return true
			}
		}
	}
	return false
}

// Keys gives for each word token the key under which the vocabulary of the text's language looks it up: one spelling for
// the scripts and habits in which a word is typed. Other tokens give "".
func (t Text) Keys() []string {
	out := make([]string, len(t.Tokens))
	for i, tok := range t.Tokens {
		if tok.Word {
			out[i] = keysOf(t.Lang, tok.Fold)[0]
		}
	}
	return out
}
