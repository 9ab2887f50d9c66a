package casestore_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/servertest"
	"github.com/chuyme/chuyme/internal/signal"
)

func benchStores(b *testing.B, bench func(b *testing.B, s *casestore.Store)) {
	for _, db := range []string{"sqlite", "postgres"} {
		b.Run(db, func(b *testing.B) {
			url, dir := "", b.TempDir()
			if db == "postgres" {
				url = servertest.Postgres(b)
			}
			keys, err := seal.OpenKeyset(filepath.Join(dir, "master.key"))
			if err != nil {
				b.Fatal(err)
			}
			s, err := casestore.Open(b.Context(), url, dir, keys, casestore.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			bench(b, s)
		})
	}
}

// BenchmarkOpen opens a case with one delivery.
func BenchmarkOpen(b *testing.B) {
	benchStores(b, func(b *testing.B, s *casestore.Store) {
		for n := 0; b.Loop(); n++ {
			_, err := s.Open(b.Context(), casestore.Opening{
				Draft:   signal.Draft{ID: signal.DraftID(strconv.Itoa(n)), Said: []signal.Said{{ID: "1", Text: "бият ме"}}},
				Reading: signal.Reading{Urgency: signal.Urgent, Lang: "bg"},
				Sent:    true,
			}, func(tx *casestore.Tx) error {
				if err := tx.SetBell(signal.Bell{Unit: "ozd", Part: signal.Lead, Since: tx.Now(), Next: tx.Now()}); err != nil {
					return err
				}
				_, _, err := tx.Enqueue(signal.Delivery{Unit: "ozd", Kind: signal.AlertNew, Step: 1, Endpoint: "mail"})
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkDueBells asks for what is due among cases at rest: its cost must not grow with them.
func BenchmarkDueBells(b *testing.B) {
	benchStores(b, func(b *testing.B, s *casestore.Store) {
		atRest := 0
		for _, n := range []int{1_000, 200_000} {
			if err := rest(b.Context(), s, atRest, n); err != nil {
				b.Fatal(err)
			}
			atRest = n
			b.Run(fmt.Sprintf("rest=%d", n), func(b *testing.B) {
				for b.Loop() {
					due, err := s.DueBells(b.Context(), time.Now(), 100)
					if err != nil || len(due) != 0 {
						b.Fatal(len(due), err)
					}
				}
			})
		}
	})
}

// rest writes closed cases, from one number to another, each with a bell that rings no more.
func rest(ctx context.Context, s *casestore.Store, from, to int) error {
	numbers := fmt.Sprintf(`with recursive n(i) as (select %d union all select i + 1 from n where i < %d) `, from+1, to)
	for _, statement := range []string{
		`insert into cases (ref, draft, urgency, rank, category, state, reasons, opened_at, changed, version, code_mac) ` + numbers +
			`select 'r-' || i, 'd-' || i, 'standard', 1, '[]', 'closed', '[]', 1, 1, 1, 'm-' || i from n`,
		`insert into bells (ref, unit, part, since, step, next, taken_by, taken_at, acted, nudged) ` + numbers +
			`select 'r-' || i, 'ozd', 'lead', 1, 1, 0, 'o-1', 1, 1, false from n`,
	} {
		if _, err := s.Writer().ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
