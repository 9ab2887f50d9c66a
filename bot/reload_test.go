package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/chuyme/chuyme/internal/casestore/sqlite"
)

// TestUnitsReadAnew changes the units file under the running program: taken whole or refused whole, the case under way
// stays with its unit although that has left the file, and the audit log tells.
func TestUnitsReadAnew(t *testing.T) {
	t.Parallel()
	units := filepath.Join(t.TempDir(), "units.yaml")
	before, err := os.ReadFile("testdata/units/karnobat.yaml")
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		if err := os.WriteFile(units, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(string(before))
	p := newProcess(t, "CHUYME_UNITS="+units)
	p.start()
	old := p.joins("ozd-karnobat", "o-1", "duty", 301)
	p.person(302).walks("Татко ме удари вчера.", "Карнобат")
	ref := refOf(t, old.sees("the alert of its place", both(anAlert(), saying("Карнобат"))))

	write(strings.Replace(string(before), "municipalities: [BGS09]", "municipalities: [BGS99]", 1))
	p.hangUp(`"msg":"the units file was refused`)
	if said := p.log.String(); !strings.Contains(said, "units.yaml:15: unit ozd-karnobat: municipality BGS99 is not in the register") {
		t.Errorf("the fault is not logged with its line:\n%s", said)
	}
	write(strings.Replace(string(before), "id: ozd-karnobat", "id: ozd-new", 1))
	p.hangUp(`"msg":"the units file was read anew"`)

	old.tg.Press(old.chat, "case=ack:"+ref)
	old.sees("that the case is theirs", saying("Поехте го Вие", ref))
	p.person(303).walks("Мама ме удари днес.", "Карнобат")
	owners := map[string]bool{}
	for _, c := range p.cases() {
		owners[c.Unit] = true
		if c.Ref == ref && (c.Unit != "ozd-karnobat" || c.State != "acknowledged") {
			t.Errorf("the case under way is %s", c)
		}
	}
	if len(owners) != 2 || !owners["ozd-new"] {
		t.Errorf("the cases belong to %v, want one to the unit of the new file", owners)
	}
	if got, want := p.auditOf("units"), []string{"the units file was read anew: 3 units, new: ozd-new, gone: ozd-karnobat"}; !slices.Equal(got, want) {
		t.Errorf("the audit log has %q, want %q", got, want)
	}
	if out, said, code := p.command("", "audit", "verify"); code != exitDone {
		t.Errorf("audit verify: %s%s", out, said)
	}
}

// hangUp sends SIGHUP and waits until the program says so.
func (p *process) hangUp(says string) {
	p.t.Helper()
	before := p.log.count(says)
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		p.t.Fatal(err)
	}
	p.tg.Until("the program to say "+says, func() bool { return p.log.count(says) > before })
}

// auditOf lists why, for each time that something was done.
func (p *program) auditOf(action string) (why []string) {
	p.t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(p.dir, sqlite.FileName)+"?mode=ro")
	if err != nil {
		p.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`select why from audit_log where action = ? order by n`, action)
	if err != nil {
		p.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			p.t.Fatal(err)
		}
		why = append(why, one)
	}
	if err := rows.Err(); err != nil {
		p.t.Fatal(err)
	}
	return why
}
