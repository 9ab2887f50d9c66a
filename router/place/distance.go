package place

// Costs of the errors that people make, in tenths of a whole letter.
const whole = 10

// swapCost is what it costs to take one letter for another. Sounds that Bulgarian confuses cost less: unstressed vowels,
// voiced for voiceless, я for а or е, and ъ, which stands as a but is typed u, y or o in Latin letters.
func swapCost(a, b byte) int {
	if a == b {
		return 0
	}
	if a > b {
		a, b = b, a
	}
	switch [2]byte{a, b} {
	case [2]byte{'o', 'u'}, [2]byte{'e', 'i'}, [2]byte{'a', 'q'}:
		return 4
	case [2]byte{'a', 'u'}, [2]byte{'a', 'i'}, [2]byte{'e', 'q'}, [2]byte{'b', 'p'}, [2]byte{'f', 'v'}, [2]byte{'g', 'k'}, [2]byte{'d', 't'},
		[2]byte{'6', 'j'}, [2]byte{'s', 'z'}, [2]byte{'4', 'c'}, [2]byte{'c', 's'}, [2]byte{'6', 's'}, [2]byte{'j', 'z'}, [2]byte{'i', 'j'}:
		return 5
	case [2]byte{'a', 'o'}, [2]byte{'4', '6'}, [2]byte{'g', 'h'}, [2]byte{'h', 'k'}, [2]byte{'i', 'q'}, [2]byte{'i', 'u'}, [2]byte{'a', 'e'}:
		return 7
	}
	return whole
}

// dropCost is what a letter too few or too many costs.
func dropCost(c byte) int {
	switch c {
	case 'h', 'i':
		return 7
	case 'a', 'e', 'o', 'u', 'q':
		return 8
	}
	return whole
}

// distance is the cost of writing b for a, or more than limit when it is larger than limit. Two neighbours exchanged cost 8.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d*7 > limit || -d*7 > limit {
		return limit + 1
	}
	var buf [3][2*maxWord + 1]int
	if len(b) >= len(buf[0]) || len(a) >= len(buf[0]) {
		return limit + 1
	}
	before, last, row := buf[0][:], buf[1][:], buf[2][:]
	for j := 1; j <= len(b); j++ {
		last[j] = last[j-1] + dropCost(b[j-1])
	}
	for i := 1; i <= len(a); i++ {
		row[0] = last[0] + dropCost(a[i-1])
		best := row[0]
		for j := 1; j <= len(b); j++ {
			v := min(last[j-1]+swapCost(a[i-1], b[j-1]), last[j]+dropCost(a[i-1]), row[j-1]+dropCost(b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] && a[i-1] != b[j-1] {
				v = min(v, before[j-2]+8)
			}
			row[j] = v
			best = min(best, v)
		}
		if best > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
