package place

import (
	"fmt"
	"strings"
)

// loadAdjectives makes the land around each municipality and province known by its adjective: мездренско, старозагорско.
func (r *Register) loadAdjectives() error {
	areas := r.Provinces()
	for _, p := range r.Provinces() {
		areas = append(areas, r.Municipalities(p.Code)...)
	}
	for _, area := range areas {
		for _, a := range adjectives(area.Name) {
			r.addAdjective(a, area.Code)
		}
	}
	return rows("adjectives.tsv", 2, func(f []string) error {
		_, isMunicipality := r.municipalities[f[1]]
		_, isProvince := r.provinces[f[1]]
		if !isMunicipality && !isProvince {
			return fmt.Errorf("%s is neither a municipality nor a province", f[1])
		}
		r.addAdjective(f[0], f[1])
		if p := f[1][:3]; isMunicipality && r.provinces[p].seat == f[1] {
			r.addAdjective(f[0], p)
		}
		return nil
	})
}

func (r *Register) addAdjective(adjective, code string) {
	key, _ := keyOf(adjective)
	for _, c := range r.adjectives[key] {
		if c == code {
			return
		}
	}
	r.adjectives[key] = append(r.adjectives[key], code)
}

// adjectives gives the forms that the rules of Bulgarian allow for a name, the wrong ones too: only real ones are ever typed.
func adjectives(name string) []string {
	words := strings.Fields(strings.ToLower(name))
	if len(words) == 0 || strings.HasPrefix(words[len(words)-1], "(") {
		return nil
	}
	head := ""
	for _, w := range words[:len(words)-1] {
		head += joining(w)
	}
	var out []string
	for _, stem := range stems(words[len(words)-1]) {
		out = append(out, head+stem)
	}
	return out
}

// joining is the first part of a compound: стара → старо.
func joining(w string) string {
	for _, end := range []string{"а", "и", "е", "я"} {
		if s, ok := strings.CutSuffix(w, end); ok {
			return s + "о"
		}
	}
	return w
}

// stems gives adjectives of one word.
func stems(w string) []string {
	swap := func(end, with string) []string {
		if s, ok := strings.CutSuffix(w, end); ok {
			return []string{s + with}
		}
		return nil
	}
	var out []string
	for _, rule := range [...][2]string{
		{"ица", "ишко"}, {"ица", "ско"}, {"ица", "ичко"}, {"ца", "шко"}, {"ци", "ско"}, {"ци", "шко"}, {"ци", "чанско"},
		{"а", "ско"}, {"а", "енско"}, {"а", "анско"}, {"я", "йско"}, {"я", "ско"}, {"я", "енско"}, {"ия", "ийско"}, {"о", "ско"}, {"и", "ско"}, {"и", "ийско"},
		{"е", "ско"}, {"е", "енско"}, {"ище", "ищко"}, {"ище", "ищенско"}, {"к", "шко"}, {"г", "жко"}, {"ж", "жко"}, {"ч", "шко"}, {"ч", "чко"}, {"ч", "чанско"},
		{"ц", "шко"}, {"ц", "цко"}, {"ец", "ешко"}, {"ец", "ечко"}, {"х", "хско"}, {"ски", "ско"}, {"ово", "овско"}, {"ел", "елско"}, {"ел", "ленско"}, {"ен", "енско"},
	} {
		out = append(out, swap(rule[0], rule[1])...)
	}
	return append(out, w+"ско")
}

// landAround gives the areas of an adjective, also in its other forms (мездренския край, плевенската област), none where the word is none.
func (r *Register) landAround(key string) []string {
	if len(key) < 6 {
		return nil
	}
	for _, end := range [...]string{"", "ta", "to", "te", "q", "qt"} {
		if s, ok := strings.CutSuffix(key, end); ok {
			for _, form := range [...]string{s, strings.TrimSuffix(s, "i") + "o", strings.TrimSuffix(s, "a") + "o"} {
				if codes := r.adjectives[form]; codes != nil {
					return codes
				}
			}
		}
	}
	return nil
}
