package i18n

import (
	"slices"
	"strings"
)

// variants are the last parts of ids that make an id a variant for some readers, and of these the ones that only
// grown-ups read.
var (
	variants = []string{"adult", "child", "friend", "parent", "relative", "neighbour", "teacher", "doctor", "stranger"}
	grownups = []string{"adult", "parent", "relative", "neighbour", "teacher", "doctor", "stranger"}
)

// base is the id without the last part that makes it a variant; an option that is called like a role is none.
func (c *Catalogs) base(id string) string {
	i := strings.LastIndex(id, ".")
	if i < 0 || !slices.Contains(variants, id[i+1:]) || !c.Has("bg", id[:i]) {
		return id
	}
	return id[:i]
}

// forOfficers tells whether id is a text that only officers read. Bulgarian and English must have all of them, other
// languages may leave them out: they speak to reporters, and officer.says is said to a reporter.
func forOfficers(id string) bool {
	if id == "officer.says" {
		return false
	}
	return slices.ContainsFunc([]string{"console.", "officer.", "alert."}, func(p string) bool { return strings.HasPrefix(id, p) })
}

// forChildren tells whether id is a text that a child reads: it must be as easy as a ten-year-old needs it.
func (c *Catalogs) forChildren(id string) bool {
	last := id[strings.LastIndex(id, ".")+1:]
	return !forOfficers(id) && (c.base(id) == id || !slices.Contains(grownups, last))
}

// MaxButton is how many letters the text of a button may have. Drawn in the web chat's 17 px (DejaVu Sans, a broad
// face) the widest button text of the catalogs is 288 px, with its margins 320 of the 336 px that a phone of 360 px has.
const MaxButton = 28

// isButton tells whether id is what a button says.
func isButton(id string) bool {
	switch id {
	case "review.stop", "edit.none", "anew.goon", "anew.new", "innocent.yes", "innocent.new", "place.change", "place.other", "safe.yes", "safe.no",
		"page.about.chat", "page.leave", "page.chat.say":
		return true
	}
	return slices.ContainsFunc([]string{"role.", "danger.", "kind.", "setting.", "perpetrator.", "age.", "sex.", "contact.", "nav.", "name.", "officer.button."},
		func(p string) bool { return strings.HasPrefix(id, p) })
}
