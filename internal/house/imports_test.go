package house

import (
	"slices"
	"strings"
	"testing"
)

// room says what the packages of one folder may import of ours. The rule with the longest folder holds; a folder may
// always import what lies in it.
type room struct {
	folder string
	may    []string
}

// rooms is the house, from the door to the ground. Imports run downwards: bot → router → internal, and the catalogs
// stand by themselves.
var rooms = []room{
	{"bot", []string{"bot", "router", "internal", "i18n"}},
	{"bot/conversation", []string{"i18n", "internal/signal", "internal/lexicon"}},
	{"bot/session", []string{"internal/seal"}},
	{"bot/channel", []string{"bot/conversation", "internal"}},
	// The web chat draws its pages in the reporter's language and direction.
	{"bot/channel/web", []string{"bot/channel", "bot/conversation", "internal", "i18n"}},
	// A signed message acts once by its client's own id, which the sessions remember.
	{"bot/channel/webhook", []string{"bot/channel", "bot/conversation", "bot/session", "internal"}},
	{"bot/channel/telegram", []string{"bot/channel", "bot/conversation", "internal"}},
	{"bot/channel/terminal", []string{"bot/channel", "bot/conversation", "internal"}},
	// Tests of channels have a mailbox on real sessions.
	{"bot/channel/chattest", []string{"bot/channel", "bot/conversation", "bot/session", "internal"}},
	// The reception joins what is told to what keeps it: a draft becomes a case here and nowhere else.
	{"bot/reception", []string{"bot/channel", "bot/conversation", "bot/session", "router", "internal"}},
	{"router", []string{"internal", "i18n"}},
	{"i18n", nil},
	{"internal", []string{"i18n"}},
	{"internal/signal", nil},
	{"internal/lexicon", nil},
	{"internal/seal", nil},
}

// within reports whether a folder is another or lies in it.
func within(folder, other string) bool {
	return folder == other || strings.HasPrefix(folder, other+"/")
}

// roomOf is the rule for a folder.
func roomOf(dir string) (best room) {
	for _, r := range rooms {
		if within(dir, r.folder) && len(r.folder) >= len(best.folder) {
			best = r
		}
	}
	return best
}

func TestImportsRunOneWay(t *testing.T) {
	all := repository(t)
	for _, f := range all.goes {
		if f.test {
			continue
		}
		r := roomOf(f.dir)
		if r.folder == "" {
			t.Errorf("%s lies in no room of the house", f.name)
			continue
		}
		for name, at := range all.ours(f) {
			allowed := within(name, r.folder) || slices.ContainsFunc(r.may, func(m string) bool { return within(name, m) })
			if !allowed {
				t.Errorf("%s: %s may not import %s; it may import %v", at, f.dir, name, r.may)
			}
		}
	}
}

// TestTestsImportDownwards holds tests to the coarse rule: what lies below does not know what stands upon it.
func TestTestsImportDownwards(t *testing.T) {
	all := repository(t)
	above := map[string][]string{"internal": {"bot", "router"}, "i18n": {"bot", "router", "internal"}, "router": {"bot"}}
	for _, f := range all.goes {
		top, _, _ := strings.Cut(f.dir, "/")
		for name, at := range all.ours(f) {
			if slices.ContainsFunc(above[top], func(a string) bool { return within(name, a) }) {
				t.Errorf("%s: %s imports %s, which stands upon it", at, f.name, name)
			}
		}
	}
}

// forTests reports whether a package is there for tests alone.
func forTests(dir string) bool {
	return strings.HasSuffix(dir, "test")
}

func TestProgramImportsNothingOfTests(t *testing.T) {
	all := repository(t)
	for _, f := range all.goes {
		if f.test || forTests(f.dir) {
			continue
		}
		for name, at := range all.ours(f) {
			if forTests(name) {
				t.Errorf("%s: %s is for tests and is imported by the program", at, name)
			}
		}
	}
}

// TestRoomsAreThere finds rules about folders that are gone.
func TestRoomsAreThere(t *testing.T) {
	all := repository(t)
	for _, r := range rooms {
		if !slices.ContainsFunc(all.goes, func(f source) bool { return within(f.dir, r.folder) }) {
			t.Errorf("there is a rule for %s and no such folder", r.folder)
		}
	}
}
