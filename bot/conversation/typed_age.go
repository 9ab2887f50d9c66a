package conversation

import (
	"slices"
	"time"

	"github.com/chuyme/chuyme/internal/lexicon"
)

// band gives the option of question age for years of life.
func band(years int) (string, bool) {
	switch {
	case years < 0 || years > 18:
		return "", false
	case years <= 3:
		return "0-3", true
	case years <= 7:
		return "4-7", true
	case years <= 11:
		return "8-11", true
	case years <= 16:
		return "12-16", true
	}
	return "17-18", true
}

// readAge reads an age: a number with or without its unit, a school year, months, a year of birth, or a word for a
// small child. After "no, wait" the later one counts.
func readAge(v view) []string {
	for _, start := range []int{v.corrected(), 0} {
		if got, ok := v.ageFrom(start); ok {
			return []string{got}
		}
	}
	switch {
	case v.Has("newborn", "baby", "little_one"):
		return []string{"0-3"}
	case v.Has("preschool", "kindergarten"):
		return []string{"4-7"}
	case v.Has("years") && v.Has("half"): // a year and a half
		return []string{"0-3"}
	}
	return nil
}

// ageFrom reads the first age at or after token start. A year of birth goes before the day and month beside it.
func (v view) ageFrom(start int) (string, bool) {
	negated := v.Denied(func(c string) bool { return len(c) > 1 && c[0] == 'n' && c[1] >= '0' && c[1] <= '9' })
	for _, age := range []func(lexicon.Number) (int, bool){v.sinceBirth, v.years} {
		for _, n := range v.Numbers {
			if n.Start < start || deniedAt(v.Text, negated, n) {
				continue
			}
			years, ok := age(n)
			if got, fits := band(years); ok && fits {
				return got, true
			}
		}
	}
	return "", false
}

// sinceBirth gives the age of whoever was born in the year that n names: the one most have at this time of the year.
func (v view) sinceBirth(n lexicon.Number) (int, bool) {
	if v.now.IsZero() || n.Value < v.now.Year()-18 || n.Value > v.now.Year() {
		return 0, false
	}
	years := v.now.Year() - n.Value
	if v.now.Month() < time.July {
		years--
	}
	return max(years, 0), n.Kind == lexicon.Plain || n.Kind == lexicon.Age || n.Kind == lexicon.Amount
}

// years gives the age that a number means as an answer to the question for one: without a unit it counts years, an
// ordinal ("the second", "2-ри") or a number with a letter ("4b") is a school year.
func (v view) years(n lexicon.Number) (int, bool) {
	class := lexicon.Number{Kind: lexicon.Grade, Value: n.Value}
	switch {
	case n.Kind == lexicon.Amount && v.ordinal(n), n.Kind == lexicon.Plain && v.lettered(n.End):
		return class.Years()
	case n.Kind == lexicon.Plain && v.dated():
		return 0, false
	case n.Kind == lexicon.Plain && v.soonAt(n.Start):
		return n.Value - 1, true
	case n.Kind == lexicon.Plain:
		return n.Value, true
	}
	return n.Years()
}

// ordinal reports whether n is a word like "second".
func (v view) ordinal(n lexicon.Number) bool {
	return slices.ContainsFunc(v.Hits, func(h lexicon.Hit) bool {
		return h.Start == n.Start && len(h.Concept) > 1 && h.Concept[0] == 'o' && h.Concept[1] >= '1' && h.Concept[1] <= '9'
	})
}

// Endings and letters that make of a number before them a school year. Г is none: it is short for years.
var (
	ordinalEndings = []string{"ри", "ти", "ви", "ми", "ий", "ый", "ой", "й", "ri", "ti", "vi", "mi", "iy", "nd", "rd", "th", "st"}
	classLetters   = []string{"а", "б", "в", "д", "е", "ж", "з", "a", "b", "v", "w", "c", "d", "e"}
)

// lettered reports whether token i is the ending of an ordinal or, as the last, the letter of a class.
func (v view) lettered(i int) bool {
	if i >= len(v.Tokens) {
		return false
	}
	fold := v.Tokens[i].Fold
	last := i == len(v.Tokens)-1 || slices.ContainsFunc(v.Hits, func(h lexicon.Hit) bool { return h.Concept == "grade" && h.Start == i+1 })
	return slices.Contains(ordinalEndings, fold) || last && slices.Contains(classLetters, fold)
}

// dated reports whether a year of the calendar is named: other numbers beside it are a day and a month.
func (v view) dated() bool {
	return slices.ContainsFunc(v.Numbers, func(n lexicon.Number) bool { return n.Kind != lexicon.Phone && n.Value > 1990 && n.Value < 2100 })
}

// soonAt reports whether "soon" stands before the number at token i: "soon 13" is still 12.
func (v view) soonAt(i int) bool {
	return slices.ContainsFunc(v.Hits, func(h lexicon.Hit) bool { return h.Concept == "soon" && h.End <= i && i-h.End <= 1 })
}

// deniedAt reports whether a number is denied: by the word for it, or because "not" stands right before its digits.
func deniedAt(t lexicon.Text, negated []bool, n lexicon.Number) bool {
	for i, h := range t.Hits {
		if h.Start == n.Start && negated[i] {
			return true
		}
		if h.Concept == "not" && n.Start-h.End >= 0 && n.Start-h.End <= 1 && t.Tokens[h.Start].Clause == t.Tokens[n.Start].Clause {
			return true
		}
	}
	return false
}
