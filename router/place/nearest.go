package place

import (
	"math"
	"sort"
)

// point is a place on the map, in degrees.
type point struct{ lat, lon float64 }

// How far from a settlement a location outside the drawn border still counts as Bulgaria (the line is thinned, the coast is built on),
// and how many settlements around a location say in which municipality it lies.
const (
	borderSlackKm = 2.5
	voters        = 5
)

// kilometres is the distance between two places, exact to a percent within Bulgaria.
func kilometres(a, b point) float64 {
	dy := (a.lat - b.lat) * 111.2
	dx := (a.lon - b.lon) * 111.3 * math.Cos((a.lat+b.lat)/2*math.Pi/180)
	return math.Hypot(dx, dy)
}

func (r *Register) loadBorder() error {
	return rows("border.tsv", 2, func(f []string) error {
		lat, lon, err := coordinates(f[0], f[1])
		r.border = append(r.border, point{lat, lon})
		return err
	})
}

// inside reports whether p lies within the border.
func (r *Register) inside(p point) bool {
	in := false
	for i, j := 0, len(r.border)-1; i < len(r.border); j, i = i, i+1 {
		a, b := r.border[i], r.border[j]
		if (a.lat > p.lat) != (b.lat > p.lat) && p.lon < (b.lon-a.lon)*(p.lat-a.lat)/(b.lat-a.lat)+a.lon {
			in = !in
		}
	}
	return in
}

// at gives where a settlement lies; one without coordinates is taken to lie at its municipality's seat.
func (r *Register) at(i int32) point {
	s := r.settlements[i]
	if s.lat == 0 {
		s = r.settlements[r.municipalities[s.municipality].seat]
	}
	return point{s.lat, s.lon}
}

// Nearest gives the settlement nearest to a location (degrees, WGS 84) in the municipality that the settlements around it speak for,
// and false when the location is not in Bulgaria or is no location. Score falls with the distance.
func (r *Register) Nearest(lat, lon float64) (Match, bool) {
	p := point{lat, lon}
	if math.IsNaN(lat) || math.IsNaN(lon) || lat < 41 || lat > 44.5 || lon < 22 || lon > 29 {
		return Match{}, false
	}
	type neighbour struct {
		i  int
		km float64
	}
	var around []neighbour
	for i, s := range r.settlements {
		if s.lat != 0 {
			around = append(around, neighbour{i, kilometres(p, point{s.lat, s.lon})})
		}
	}
	sort.Slice(around, func(a, b int) bool { return around[a].km < around[b].km })
	if len(around) == 0 || !r.inside(p) && around[0].km > borderSlackKm {
		return Match{}, false
	}
	votes := make(map[string]float64)
	winner := r.settlements[around[0].i].municipality
	for _, n := range around[:min(voters, len(around))] {
		code := r.settlements[n.i].municipality
		votes[code] += 1 / (n.km*n.km + 0.25)
		if votes[code] > votes[winner] {
			winner = code
		}
	}
	for _, n := range around {
		if r.settlements[n.i].municipality == winner {
			s := sense{settlement: int32(n.i), municipality: winner}
			return r.match(s, 1/(1+n.km/10)), true
		}
	}
	return Match{}, false
}
