package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/signal"
)

// TestAuditorHears silences cases in ways that must not be, and looks whether the auditor finds each and somebody is
// told of it.
func TestAuditorHears(t *testing.T) {
	for name, silence := range map[string]func(tx *casestore.Tx, b signal.Bell) error{
		"a bell that stands still": func(tx *casestore.Tx, b signal.Bell) error { b.Next = time.Time{}; return tx.SetBell(b) },
		"a unit that was only told": func(tx *casestore.Tx, b signal.Bell) error {
			b.Next, b.Part = time.Time{}, signal.Told
			return tx.SetBell(b)
		},
		"a unit that left the file": func(tx *casestore.Tx, b signal.Bell) error {
			tx.SetUnit("ozd-gone")
			b.Next = time.Time{}
			return tx.SetBell(b)
		},
	} {
		for _, kind := range []string{"sqlite", "postgres"} {
			t.Run(kind+"/"+name, func(t *testing.T) {
				t.Parallel()
				url := ""
				if kind == "postgres" {
					url = servertest.Postgres(t)
				}
				n := newNight(t, url)
				n.act(strings.Fields("case A urgent neglect LOV33"))
				n.turn()
				n.audits(true)
				ref := n.refs["A"]
				err := n.store.Change(t.Context(), ref, func(tx *casestore.Tx) error {
					for _, b := range tx.Bells() {
						if err := silence(tx, b); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				n.audits(false)
				bells, err := n.store.Bells(t.Context(), ref)
				if err != nil || !slices.ContainsFunc(bells, func(b signal.Bell) bool { return !b.Next.IsZero() }) {
					t.Errorf("nothing will ring for the case: %v %v", bells, err)
				}
				n.audits(true)
				n.now = n.now.Add(12 * time.Hour)
				if found, err := n.desk.Audit(t.Context()); err != nil || found.Overdue == 0 {
					t.Errorf("a step that is half a day late: found %+v, %v", found, err)
				}
			})
		}
	}
}

// audits expects an audit to find all well, or not.
func (n *night) audits(well bool) {
	n.t.Helper()
	found, err := n.desk.Audit(n.t.Context())
	if err != nil || found.Well() != well {
		n.t.Errorf("the audit found %+v (%v), want well: %v", found, err, well)
	}
}
