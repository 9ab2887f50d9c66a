package duty

import (
	"cmp"
	"slices"
	"sort"
	"time"
)

// Place is a line of a file.
type Place struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

// span is one shift of one officer, kept small because a calendar that repeats for years has thousands.
type span struct {
	from, to int64 // Unix seconds
	officer  uint32
	at       uint32 // index into places: where it was written
}

// Shifts are the shifts of a table or calendar. The zero Shifts has none. They are never changed.
type Shifts struct {
	spans    []span // by from, then by place
	officers []string
	places   []Place
	longest  int64 // seconds
}

// Join puts the shifts of several tables together: a unit may keep one file a month.
func Join(tables ...Shifts) Shifts {
	var b builder
	for _, t := range tables {
		for _, s := range t.spans {
			b.add(time.Unix(s.from, 0), time.Unix(s.to, 0), t.officers[s.officer], t.places[s.at])
		}
	}
	return b.shifts()
}

// Len is how many shifts there are, one for each officer.
func (s Shifts) Len() int { return len(s.spans) }

// Bounds are the beginning of the first shift and the end of the last; both zero where there is none.
func (s Shifts) Bounds() (from, to time.Time) {
	if len(s.spans) == 0 {
		return from, to
	}
	last := int64(0)
	for _, x := range s.spans {
		last = max(last, x.to)
	}
	return time.Unix(s.spans[0].from, 0), time.Unix(last, 0)
}

// running calls f with each shift that runs at t, in order.
func (s Shifts) running(t time.Time, f func(span)) (following int) {
	now := t.Unix()
	following = sort.Search(len(s.spans), func(i int) bool { return s.spans[i].from > now })
	first := sort.Search(len(s.spans), func(i int) bool { return s.spans[i].from > now-s.longest })
	for _, x := range s.spans[first:following] {
		if x.to > now {
			f(x)
		}
	}
	return following
}

func (s Shifts) at(t time.Time) []string {
	var officers []string
	s.running(t, func(x span) {
		if officer := s.officers[x.officer]; !slices.Contains(officers, officer) {
			officers = append(officers, officer)
		}
	})
	return officers
}

// next gives the first moment after t at which a shift begins or ends.
func (s Shifts) next(t time.Time) (time.Time, bool) {
	first := int64(0)
	following := s.running(t, func(x span) {
		if first == 0 || x.to < first {
			first = x.to
		}
	})
	if following < len(s.spans) && (first == 0 || s.spans[following].from < first) {
		first = s.spans[following].from
	}
	return time.Unix(first, 0), first != 0
}

func (s Shifts) place(x span) Place { return s.places[x.at] }

// builder collects shifts and gives each officer and place a small number.
type builder struct {
	spans    []span
	officers map[string]uint32
	places   map[Place]uint32
}

// add notes a shift; one that is empty, as an hour that the clock leaves out, is none.
func (b *builder) add(from, to time.Time, officer string, at Place) {
	if !from.Before(to) {
		return
	}
	if b.officers == nil {
		b.officers, b.places = map[string]uint32{}, map[Place]uint32{}
	}
	b.spans = append(b.spans, span{from.Unix(), to.Unix(), number(b.officers, officer), number(b.places, at)})
}

func number[K comparable](of map[K]uint32, key K) uint32 {
	n, ok := of[key]
	if !ok {
		n = uint32(len(of))
		of[key] = n
	}
	return n
}

func (b *builder) shifts() Shifts {
	s := Shifts{spans: b.spans, officers: listed(b.officers), places: listed(b.places)}
	slices.SortStableFunc(s.spans, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.at, b.at))
	})
	for _, x := range s.spans {
		s.longest = max(s.longest, x.to-x.from)
	}
	return s
}

func listed[K comparable](of map[K]uint32) []K {
	list := make([]K, len(of))
	for key, n := range of {
		list[n] = key
	}
	return list
}
