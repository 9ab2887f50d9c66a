package place

import (
	"fmt"
	"slices"
	"strings"
)

// role is what a word says about the place beside it. A word may have several.
type role uint32

const (
	roleVillage role = 1 << iota
	roleTown
	roleMunicipality
	roleProvince
	roleDistrict
	roleStreet
	roleSchool
	roleIn
	roleFrom
	roleNear
	roleNow
	rolePast
	roleNot
	roleContrast
	roleCalled
	roleCountry
	roleLive
	roleSelf
	roleNever // an everyday word: no place by itself
	roleWeak  // the name of a place, and an everyday word too
)

const (
	kindRoles = roleVillage | roleTown | roleMunicipality | roleProvince | roleDistrict
	sideRoles = kindRoles | roleStreet | roleSchool | roleIn | roleFrom | roleNear | roleNow | rolePast | roleNot | roleContrast | roleCalled | roleCountry | roleLive | roleSelf
)

// words knows what everyday words say.
type words struct {
	roles   map[string]role
	patrons map[string]bool // after whom schools are named
}

func (r *Register) loadWords() error {
	names := map[string]role{"village": roleVillage, "town": roleTown, "municipality": roleMunicipality, "province": roleProvince,
		"district": roleDistrict, "street": roleStreet, "school": roleSchool, "in": roleIn, "from": roleFrom, "near": roleNear, "now": roleNow,
		"past": rolePast, "not": roleNot, "contrast": roleContrast, "called": roleCalled, "country": roleCountry, "live": roleLive, "self": roleSelf, "never": roleNever, "weak": roleWeak}
	w := &words{roles: make(map[string]role), patrons: make(map[string]bool)}
	err := rows("words.tsv", 2, func(f []string) error {
		role, ok := names[f[0]]
		if !ok && f[0] != "patron" {
			return fmt.Errorf("role %q is not known (village, in, never …)", f[0])
		}
		for _, word := range strings.Split(f[1], "|") {
			key, _ := keyOf(word)
			if f[0] == "patron" {
				w.patrons[key] = true
			} else if key != "" {
				w.roles[key] |= role
			}
		}
		return nil
	})
	r.words = w
	return err
}

// settle makes a weak name of each everyday word that is a settlement's name as well.
func (w *words) settle(names map[string]entry) {
	for key, role := range w.roles {
		if _, named := names[key]; named && role&roleNever != 0 {
			w.roles[key] = role&^roleNever | roleWeak
		}
	}
}

// of gives the roles of a token.
func (w *words) of(t token) role { return w.roles[t.key] }

// ending is what the case ending of a Turkish name says: Filibe'de, Varna'dan.
func ending(t token) role {
	switch {
	case t.ends == "":
		return 0
	case slices.Contains([]string{"de", "da", "te", "ta", "deyim", "dayım", "deyiz", "dayız", "teyim", "tayım"}, t.ends):
		return roleIn
	case strings.HasPrefix(t.ends, "de"), strings.HasPrefix(t.ends, "da"), strings.HasPrefix(t.ends, "te"), strings.HasPrefix(t.ends, "ta"):
		return roleFrom
	}
	return 0
}
