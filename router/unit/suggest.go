package unit

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
)

// shownWords bounds how many possible words a complaint lists.
const shownWords = 14

// meant says what a word that is none of known was likely meant to be.
func meant(word string, known []string) string {
	if len([]rune(word)) <= 40 {
		best, distance := "", 0
		for _, k := range known {
			d := levenshtein.ComputeDistance(strings.ToLower(word), k)
			if d <= 1+len(k)/4 && d < len(k) && (best == "" || d < distance) {
				best, distance = k, d
			}
		}
		if best != "" {
			return fmt.Sprintf("did you mean %q?", best)
		}
	}
	if len(known) > shownWords {
		return "it may be one of " + strings.Join(known[:shownWords], ", ") + " …"
	}
	return "it may be one of " + strings.Join(known, ", ")
}

// meantMunicipality says which municipality was likely meant by a code that is not in the register: the one that is
// written there in words, that the unit is called after, or whose code is nearest.
func (p *parser) meantMunicipality(code string, u *Unit) string {
	if len(code) > 60 {
		return "a code is three letters and two figures, as LOV33"
	}
	for _, m := range p.places {
		if strings.EqualFold(m.Code, code) || strings.EqualFold(m.Name, code) || strings.EqualFold(m.Latin, code) {
			return is(m)
		}
	}
	called := " " + strings.ToLower(strings.ReplaceAll(string(u.ID), "-", " ")) + " "
	for _, lang := range []string{"bg", "en"} {
		called += " " + strings.ToLower(u.Name[lang]) + " "
	}
	best, weight := MunicipalityArea{}, 0
	for _, m := range p.places {
		w := 0
		for _, name := range []string{m.Name, m.Latin} {
			if name != "" && strings.Contains(called, " "+strings.ToLower(name)+" ") {
				w = max(w, 2*len([]rune(name)))
			}
		}
		if w > 0 && strings.HasPrefix(strings.ToUpper(code), m.Province) && m.Province != "" {
			w++ // of two that bear one name, that of the province which was written
		}
		if w > weight {
			best, weight = m, w
		}
	}
	if weight > 0 {
		return is(best)
	}
	return p.nearestCode(strings.ToUpper(code))
}

func (p *parser) nearestCode(code string) string {
	best, distance := MunicipalityArea{}, 2
	for _, m := range p.places {
		if d := levenshtein.ComputeDistance(code, m.Code); d < distance {
			best, distance = m, d
		}
	}
	if best.Code == "" {
		return "a code is three letters and two figures, as LOV33"
	}
	return is(best)
}

func is(m MunicipalityArea) string {
	if m.Latin != "" {
		return m.Code + " is " + m.Latin
	}
	return m.Code + " is " + m.Name
}
