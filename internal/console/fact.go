package console

import (
	"slices"
	"strings"
)

// Fact says in words one small fact of the case log, "" where it says nothing to an officer. Facts without a name in
// the catalogs are shown as they are: nothing of the log is kept from an officer because it is new.
func (s sheet) Fact(name, value string) string {
	if value == "" || slices.Contains([]string{"lang", "source", "silent", "sent", "concepts"}, name) {
		return ""
	}
	return s.Word("console.d.", name) + ": " + s.factValue(name, value)
}

// factValue puts identifiers into words: units, municipalities, and the words of the lists.
func (s sheet) factValue(name, value string) string {
	lists := map[string]string{"urgency": "console.o.urgency.", "was": "console.o.urgency.", "part": "console.o.part.", "state": "console.o.delivered.",
		"reason": "console.o.close.", "occasion": "console.o.occasion.", "cause": "console.o.cause.", "due": "console.due.", "way": "console.o.source.", "returned": "console.o.returned."}
	var words []string
	for one := range strings.SplitSeq(value, ",") {
		switch {
		case slices.Contains(s.c.p.Units.All(), one):
			one = s.Unit(one)
		case name == "municipality":
			one = s.Municipality(one)
		case name == "category":
			one = s.Word("console.o.kind.", one)
		case name == "from" && s.c.p.Texts.Has("bg", lists["urgency"]+one):
			one = s.Word(lists["urgency"], one)
		case lists[name] != "":
			one = s.Word(lists[name], one)
		}
		words = append(words, one)
	}
	return strings.Join(words, ", ")
}
