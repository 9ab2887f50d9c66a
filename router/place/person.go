package place

import "strings"

// introduces reports whether the words before a mention say that it is a person's name: "казвам се Роза", but not "казвам се Роза, от Елена".
func (d *reading) introduces(m mention) bool {
	if m.side&(roleIn|roleFrom|roleNear) != 0 || m.kind != 0 {
		return false
	}
	for k := m.from - 1; k >= 0 && k >= m.from-3 && !d.tokens[k+1].brk; k-- {
		if d.roles[k]&roleSelf != 0 {
			return true
		}
	}
	return false
}

// surname reports whether a word looks like the family name behind a given name, which near a village's name is no slip: "Иван Петров".
func (d *reading) surname(i int) bool {
	if i == 0 || d.tokens[i].brk || !d.tokens[i].upper || !d.tokens[i-1].upper || d.roles[i-1]&roleNever == 0 {
		return false
	}
	key := d.tokens[i].key
	for _, end := range []string{"ov", "ev", "ova", "eva", "ski", "ska"} {
		if strings.HasSuffix(key, end) {
			return true
		}
	}
	return false
}
