package main

import (
	"strings"
	"testing"
)

// TestHelpOfEveryCommand: each command says what it does, with an example of itself, and that is no error.
func TestHelpOfEveryCommand(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	for _, command := range []string{
		"serve", "chat", "triage", "understand", "lexicon", "place", "units check", "units init", "duty", "duty month", "drill report", "drill list", "questionnaire check", "questionnaire graph",
		"i18n check", "i18n export", "i18n import",
		"case list", "case show", "case export", "import", "stats", "officer invite", "officer list", "officer revoke",
		"apikey create", "apikey list", "apikey revoke", "audit verify", "keys rotate", "purge", "version",
	} {
		out, said, code := p.command("", append(strings.Fields(command), "--help")...)
		if code != exitDone || said != "" {
			t.Errorf("chuyme %s --help: exit status %d, on standard error %q", command, code, said)
		}
		usage, rest, _ := strings.Cut(out, "\n")
		if !strings.HasPrefix(usage, "Usage: chuyme "+command) || !strings.Contains(rest, "chuyme "+command) {
			t.Errorf("chuyme %s --help has no example of it:\n%s", command, out)
		}
	}
	out, _, code := p.command("", "--help")
	if code != exitDone || !strings.Contains(out, "Run the whole thing") {
		t.Errorf("--help: exit status %d\n%s", code, out)
	}
}
