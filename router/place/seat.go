package place

// Seat gives where the seat of a municipality ("LOV33") lies, in degrees (WGS 84), and false where there is no such
// municipality or its place is not known.
func (r *Register) Seat(code string) (lat, lon float64, ok bool) {
	m, known := r.municipalities[code]
	if !known {
		return 0, 0, false
	}
	s := r.settlements[m.seat]
	return s.lat, s.lon, s.lat != 0
}
