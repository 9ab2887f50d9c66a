package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/chuyme/chuyme/router/unit"
)

// reloads listens for SIGHUP from now on, and gives what reads the units file anew at each, until ctx ends.
func (s *server) reloads(ctx context.Context) func() {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	return func() {
		defer signal.Stop(hangup)
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangup:
				s.reload(ctx)
			}
		}
	}
}

// reload takes the units file with the duty files beside it as they are now, whole or not at all: where anything is
// wrong, every fault is logged with its line and the units stay as they were. It is written into the audit log first.
// Cases under way keep their units.
func (s *server) reload(ctx context.Context) {
	if s.cfg.Units == "" {
		s.log.Warn("there is no units file to read anew", "err", "CHUYME_UNITS names none: the embedded example is in use")
		return
	}
	next, err := unitsOf(s.cfg.Units, s.places)
	if err != nil {
		s.log.Error("the units file was refused, the units stay as they were", "err", err)
		return
	}
	came, went := s.units.Changes(next)
	if err := s.store.Audit(ctx, operator, "units", "", whatChanged(len(next.Units()), came, went)); err != nil {
		s.log.Error("the units file was refused, the units stay as they were", "err", err)
		return
	}
	s.units.Replace(next)
	report := unit.Check(next, nil, unit.Reach{SMTP: s.cfg.SMTPURL != ""})
	s.log.Info("the units file was read anew", "units", len(next.Units()), "came", len(came), "went", len(went), "uncovered", len(report.Uncovered))
}

// whatChanged says for the audit log what another units file brought. Ids are no secret.
func whatChanged(units int, came, went []unit.ID) string {
	said := fmt.Sprintf("the units file was read anew: %d units", units)
	for _, change := range []struct {
		what string
		ids  []unit.ID
	}{{"new", came}, {"gone", went}} {
		if len(change.ids) > 0 {
			said += fmt.Sprintf(", %s: %s", change.what, few(change.ids))
		}
	}
	return said
}

// few lists ids, of many only the first.
func few(ids []unit.ID) string {
	const most = 20
	words := make([]string, 0, most+1)
	for i, id := range ids {
		if i == most {
			words = append(words, fmt.Sprintf("and %d more", len(ids)-most))
			break
		}
		words = append(words, string(id))
	}
	return strings.Join(words, " ")
}
