package duty

import (
	"slices"
	"time"
)

// Replacement is one officer standing in for another, from one moment until another.
type Replacement struct {
	For, By  string
	From, To time.Time // To is the first moment at which it does not hold any more
}

// standIn gives who comes at t where officer is expected. Whoever stands in may be replaced in turn; two who stand in
// for each other have changed places.
func (r *Rota) standIn(officer string, t time.Time) string {
	seen := []string{officer}
	for {
		i := slices.IndexFunc(r.StandIns, func(s Replacement) bool {
			return s.For == officer && !t.Before(s.From) && t.Before(s.To)
		})
		if i < 0 || slices.Contains(seen, r.StandIns[i].By) {
			return officer
		}
		officer = r.StandIns[i].By
		seen = append(seen, officer)
	}
}
