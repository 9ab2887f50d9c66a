package i18n

import (
	"strconv"
	"strings"
)

// Guess takes one of the languages that are spoken from a BCP 47 tag such as "tr-TR" or "bg". It never stretches to a similar
// language: ok is false for "mk" or "pt", and the person is asked. Kurdish is taken for Kurmanji in Latin letters,
// so a tag that asks for Sorani or Arabic letters is not ok; Dari counts as Persian.
func (c *Catalogs) Guess(tag string) (lang string, ok bool) {
	parts := strings.FieldsFunc(strings.ToLower(strings.TrimSpace(tag)), func(r rune) bool { return r == '-' || r == '_' })
	if len(parts) == 0 {
		return "", false
	}
	switch parts[0] {
	case "kmr":
		return "ku", true
	case "ku":
		for _, p := range parts[1:] {
			if p == "arab" || p == "iq" || p == "ir" {
				return "", false
			}
		}
		return "ku", true
	case "rom", "rmy", "rmn", "rml", "rmc":
		return "rom", true
	case "prs", "pes", "fa":
		return "fa", true
	case "ps", "pbt", "pbu", "pst":
		return "ps", true
	}
	return parts[0], c.Known(parts[0])
}

// maxHeader bounds what is read of an Accept-Language header, which strangers write.
const maxHeader = 512

// GuessHeader takes one of them from an Accept-Language header: the most wanted of those that Guess knows, the
// first among equals. ok is false where it lists none of them.
func (c *Catalogs) GuessHeader(header string) (lang string, ok bool) {
	if len(header) > maxHeader {
		header = header[:maxHeader]
	}
	best := 0.0
	for item := range strings.SplitSeq(header, ",") {
		tag, weight := weighted(item)
		if weight <= best {
			continue
		}
		if l, known := c.Guess(tag); known {
			lang, ok, best = l, true, weight
		}
	}
	return lang, ok
}

// weighted splits one item of the header into its tag and its weight, 1 where none is given and 0 where it is bad.
func weighted(item string) (tag string, weight float64) {
	tag, params, found := strings.Cut(item, ";")
	if !found {
		return tag, 1
	}
	value, isQ := strings.CutPrefix(strings.TrimSpace(params), "q=")
	if !isQ {
		return tag, 1
	}
	w, err := strconv.ParseFloat(value, 64)
	if err != nil || w < 0 || w > 1 {
		return tag, 0
	}
	return tag, w
}
