package casework

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// Kinds of traits by which cases are compared. What is not known, or could be anybody, is none.
const (
	samePlace        = "place" // settlement, and of a city the district
	sameMunicipality = "municipality"
	sameChild        = "child" // age and sex
	sameWho          = "who"
	sameSetting      = "setting"
	sameText         = "text"
)

const (
	leastLetters  = 20  // of a text that says enough to be the same one
	phraseWords   = 3   // in one phrase
	comparedWords = 500 // of a text, so that comparing costs a bounded time
)

// traitsOf is what a signal can be found by, and the phrases of its text.
func traitsOf(d signal.Draft) (traits []casestore.Trait, phrases []string) {
	add := func(kind string, values ...string) {
		traits = append(traits, casestore.Trait{Kind: kind, Value: strings.Join(values, "\x00")})
	}
	p := d.Place
	switch {
	case p.EKATTE != "":
		add(samePlace, p.EKATTE, p.District)
	case p.Name != "" && p.Municipality != "":
		add(samePlace, p.Municipality, strings.ToLower(p.Name), p.District)
	}
	if p.Municipality != "" {
		add(sameMunicipality, p.Municipality)
	}
	age, sex := known(d, signal.Age), known(d, signal.Sex)
	if age != "" && sex != "" {
		add(sameChild, age, sex)
	}
	if who := known(d, signal.Perpetrator); who != "" {
		add(sameWho, who)
	}
	if setting := known(d, signal.Setting); setting != "" && setting != "home" { // most are at home
		add(sameSetting, setting)
	}
	words := plainWords(d.Text())
	if whole := strings.Join(words, " "); letters(whole) >= leastLetters {
		add(sameText, whole)
		phrases = phrasesOf(words)
	}
	return traits, phrases
}

// known is the answer to a question, "" where it tells nothing.
func known(d signal.Draft, q signal.Question) string {
	if first := d.Answers.First(q); first != "unknown" && first != "other" {
		return string(first)
	}
	return ""
}

// plainWords are the words of a text without case, marks and signs.
func plainWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(norm.NFKC.String(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

func letters(text string) (n int) {
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

func phrasesOf(words []string) (phrases []string) {
	words = words[:min(len(words), comparedWords)]
	for i := phraseWords; i <= len(words); i++ {
		phrases = append(phrases, strings.Join(words[i-phraseWords:i], " "))
	}
	return phrases
}
