package place

import (
	"slices"
	"sync"
)

// senseID numbers a sense of a name in the register.
type senseID = int32

// index finds names by their folded form: exactly, and nearly by the three-letter pieces they share.
type index struct {
	exact map[string]entry
	keys  []string            // the keys that are looked for nearly
	grams map[[3]byte][]int32 // pieces → positions in keys
	size  []uint8             // number of pieces of each key
	pool  sync.Pool           // *[]uint8, counters as long as keys
}

// entry is what a key stands for.
type entry struct {
	senses []senseID
	words  uint8 // bit n: some name with this key has n words
}

func newIndex(names map[string]entry) *index {
	x := &index{exact: names, grams: make(map[[3]byte][]int32)}
	for key := range names {
		if len(key) >= 4 && len(key) <= maxWord && key[0] < 0x80 {
			x.keys = append(x.keys, key)
		}
	}
	slices.Sort(x.keys) // the same order in every run
	x.size = make([]uint8, len(x.keys))
	for i, key := range x.keys {
		n := 0
		eachGram(key, func(g [3]byte) {
			if list := x.grams[g]; len(list) == 0 || list[len(list)-1] != int32(i) {
				x.grams[g] = append(list, int32(i))
			}
			n++
		})
		x.size[i] = uint8(n)
	}
	x.pool.New = func() any { s := make([]uint8, len(x.keys)); return &s }
	return x
}

// eachGram calls f with the pieces of a key, which begins with two blanks: beginnings weigh more than ends.
func eachGram(key string, f func([3]byte)) {
	g := [3]byte{' ', ' ', ' '}
	for i := range len(key) {
		g[0], g[1], g[2] = g[1], g[2], key[i]
		f(g)
	}
}

// nearKey is a key that was nearly found, with what it would cost to have meant it.
type nearKey struct {
	key  string
	cost int
}

// shortlist is how many keys with the most pieces in common are measured letter by letter.
const shortlist = 32

// near gives the keys that may have been meant, cheapest first, at most limit tenths of a letter away.
func (x *index) near(key string, limit int) []nearKey {
	if len(key) > maxWord || len(key) < 3 {
		return nil
	}
	counter := x.pool.Get().(*[]uint8)
	count := *counter
	var touched []int32
	n := 0
	eachGram(key, func(g [3]byte) {
		n++
		for _, k := range x.grams[g] {
			if count[k] == 0 {
				touched = append(touched, k)
			}
			count[k]++
		}
	})
	likeness := func(k int32) int { return 2000 * int(count[k]) / (n + int(x.size[k])) }
	top := best(touched, likeness)
	var out []nearKey
	for _, k := range top {
		if d := distance(key, x.keys[k], limit); d <= limit {
			out = append(out, nearKey{x.keys[k], d})
		}
	}
	for _, k := range touched {
		count[k] = 0
	}
	x.pool.Put(counter)
	slices.SortStableFunc(out, func(a, b nearKey) int { return a.cost - b.cost })
	return out
}

// best gives the shortlist of the most alike, in no particular order, in time linear in their number.
func best(touched []int32, likeness func(int32) int) []int32 {
	var histogram [1002]int
	for _, k := range touched {
		histogram[min(likeness(k), 1001)]++
	}
	least, seen := 1001, 0
	for ; least > 150; least-- { // less than 0.15 alike is not alike
		if seen += histogram[least]; seen >= shortlist {
			break
		}
	}
	top := make([]int32, 0, 2*shortlist)
	for _, k := range touched {
		if likeness(k) >= least && len(top) < 4*shortlist {
			top = append(top, k)
		}
	}
	return top
}
